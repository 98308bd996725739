using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
#pragma warning disable IDE1006 // Written as a local variable, as in PyTorchNames.cs.
    private static Linear layer => new(3, 2);
#pragma warning restore IDE1006

    private static PyTorchName[] Modules() =>
    [
        Is("nn.Sequential", () => new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2))),
        Is("nn.ModuleList", () => new ModuleList(new Linear(3, 3), new Linear(3, 3))),
        Is("nn.ModuleDict", () => new ModuleDict { { "head", new Linear(3, 2) } }),
        Is("Module.__call__", () => layer.Call(x)),
        Is("Module.parameters", () => layer.Parameters()),
        Is("Module.named_parameters", () => layer.NamedParameters()),
        Is("Module.named_buffers", () => new BatchNorm2d(4).NamedBuffers()),
        Is("Module.named_modules", () => layer.NamedModules()),
        Is("Module.state_dict", () => layer.StateDict()),
        Is("Module.load_state_dict", () => layer.LoadStateDict(layer.StateDict())),
        Is("Module.train", () => layer.Train()),
        Is("Module.eval", () => layer.Eval()),
        Is("Module.training", () => layer.Training),
        Is("Module.to", () => layer.To(DType.Float64)),
        Does("Module.zero_grad", () => layer.ZeroGrad()),
        Is("Module.apply", () => layer.Apply(module => module.Train())),
        Is("Module.requires_grad_(False)", () => layer.Freeze()),
        Is("Module.register_forward_hook", () => layer.RegisterForwardHook((module, input, output) => output * 2)),
        Is("Module.register_forward_pre_hook", () => layer.RegisterForwardPreHook((module, input) => input * 2)),
        Is("copy.deepcopy", () => layer.Clone()),
        Is("nn.init.xavier_uniform_", () => Init.XavierUniform(layer.Weight)),
        Is("nn.init.xavier_normal_", () => Init.XavierNormal(layer.Weight)),
        Is("nn.init.kaiming_uniform_", () => Init.KaimingUniform(layer.Weight)),
        Is("nn.init.kaiming_normal_", () => Init.KaimingNormal(layer.Weight)),
        Is("nn.init.normal_", () => Init.Normal(layer.Weight, 0, 0.02)),
        Is("nn.init.uniform_", () => Init.Uniform(layer.Weight, -0.1, 0.1)),
        Is("nn.init.zeros_", () => Init.Zeros(layer.Bias!)),
        Is("nn.init.ones_", () => Init.Ones(layer.Weight)),
        Is("nn.init.constant_", () => Init.Constant(layer.Bias!, 0)),
        Is("nn.init.orthogonal_", () => Init.Orthogonal(layer.Weight)),
        Is("nn.init.trunc_normal_", () => Init.TruncNormal(layer.Weight)),
        Is("nn.init.dirac_", () => Init.Dirac(new Conv1d(3, 3, 3).Weight)),
        Is("nn.init.eye_", () => Init.Eye(layer.Weight)),
        Is("nn.init.sparse_", () => Init.Sparse(layer.Weight, 0.5)),
        Is("nn.init.calculate_gain", () => Init.CalculateGain(Nonlinearity.ReLU)),
        Is("nn.utils.clip_grad_norm_", () => Utils.ClipGradNorm(layer.Parameters(), 1)),
        Does("nn.utils.clip_grad_value_", () => { Utils.ClipGradValue(layer.Parameters(), 1); }),
    ];
}
