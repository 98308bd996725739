namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Random() =>
    [
        Is("torch.rand", () => Tensor.Rand(2, 3)),
        Is("torch.randn", () => Tensor.Randn(2, 3)),
        Is("torch.randperm", () => Tensor.RandPerm(5)),
        Is("torch.Generator", () => new Generator(7)),
    ];
}
