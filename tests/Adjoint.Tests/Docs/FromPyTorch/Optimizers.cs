using Adjoint.Optim;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Optimizers() =>
    [
        Is("optim.Adam", () => new Adam(layer.Parameters(), 1e-3)),
        Is("optim.AdamW", () => new AdamW(layer.Parameters(), 1e-3)),
        Is("optim.Adadelta", () => new Adadelta(layer.Parameters())),
        Is("optim.Adafactor", () => new Adafactor(layer.Parameters())),
        Is("optim.Adagrad", () => new Adagrad(layer.Parameters())),
        Is("optim.Adamax", () => new Adamax(layer.Parameters())),
        Is("optim.NAdam", () => new NAdam(layer.Parameters())),
        Is("optim.RAdam", () => new RAdam(layer.Parameters())),
        Is("optim.RMSprop", () => new RMSprop(layer.Parameters())),
        Is("optim.Rprop", () => new Rprop(layer.Parameters())),
        Is("optim.LBFGS", () => new LBFGS(layer.Parameters())),
        Is("Optimizer.param_groups", () => new Adam(layer.Parameters()).Groups),
        Does("Optimizer.step", () => new Adam(layer.Parameters()).Step()),
        Does("Optimizer.zero_grad", () => new Adam(layer.Parameters()).ZeroGrad()),
        Is("Optimizer.state_dict", () => new Adam(layer.Parameters()).StateDict()),
        Does("Optimizer.load_state_dict", () => new Adam(layer.Parameters()).LoadStateDict(new Adam(layer.Parameters()).StateDict())),
        Is("lr_scheduler.StepLR", () => new Adam(layer.Parameters()) { Schedule = new StepLR(30, 0.1) }),
        Is("lr_scheduler.MultiStepLR", () => new MultiStepLR([30, 80])),
        Is("lr_scheduler.ConstantLR", () => new ConstantLR()),
        Is("lr_scheduler.LinearLR", () => new LinearLR()),
        Is("lr_scheduler.ExponentialLR", () => new ExponentialLR(0.9)),
        Is("lr_scheduler.PolynomialLR", () => new PolynomialLR(100)),
        Is("lr_scheduler.CosineAnnealingLR", () => new CosineAnnealingLR(100)),
        Is("lr_scheduler.CosineAnnealingWarmRestarts", () => new CosineAnnealingWarmRestarts(10)),
        Is("lr_scheduler.CyclicLR", () => new CyclicLR(0.1)),
        Is("lr_scheduler.OneCycleLR", () => new OneCycleLR(100)),
        Is("lr_scheduler.LambdaLR", () => new LambdaLR(step => 1.0 / (step + 1))),
        Is("lr_scheduler.SequentialLR", () => new SequentialLR([new LinearLR(), new ExponentialLR(0.9)], [5])),
        Is("lr_scheduler.ChainedScheduler", () => new ChainedScheduler(new LinearLR(), new ExponentialLR(0.9))),
        Is("lr_scheduler.ReduceLROnPlateau", () => new ReduceLROnPlateau(new Adam(layer.Parameters()))),
        Is("optim.swa_utils.AveragedModel", () => WeightAverage.Exponential(layer.Parameters())),
    ];
}
