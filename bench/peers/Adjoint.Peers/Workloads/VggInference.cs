using Adjoint.Nn;

namespace Adjoint.Peers.Workloads;

/// <summary>VGG-16 on one image.</summary>
internal sealed class VggInference : Workload
{
    private readonly Tensor image = Numbers.Make(1, 1, 1, 3, 224, 224);
    private readonly Module model = Vgg16.Make().Eval();

    public override void Run() => Infer();

    public override Tensor[] Outputs() => [Infer()];

    private Tensor Infer()
    {
        using Scope _ = GradMode.Off();
        return model.Forward(image);
    }
}
