using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Peers.Workloads;

/// <summary>A step of training VGG-16 by Adam on four images: forward, backward, update.</summary>
internal sealed class VggTraining : Workload
{
    private const int Batch = 4;

    private readonly Tensor images = Numbers.Make(1, 1, Batch, 3, 224, 224);
    private readonly Tensor classes = Tensor.Of<long>(1, 20, 300, 999);
    private readonly Module model = Vgg16.Make();
    private readonly Adam optimizer;

    public VggTraining() => optimizer = new Adam(model.Parameters(), 1e-5);

    public override bool IsLong => true;

    public override void Run()
    {
        optimizer.ZeroGrad();
        model.Forward(images).CrossEntropy(classes).Backward();
        optimizer.Step();
    }

    /// <summary>Loss and some gradients without dropout, which every library draws in its own way.</summary>
    public override Tensor[] Outputs()
    {
        model.Eval();
        Tensor loss = model.Forward(images).CrossEntropy(classes);
        loss.Backward();
        model.Train();
        IReadOnlyList<Tensor> parameters = model.Parameters();
        return [loss.Detach(), parameters[^6].Grad!, parameters[^1].Grad!, parameters[0].Grad!];
    }
}
