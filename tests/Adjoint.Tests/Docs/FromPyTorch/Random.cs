namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Random() =>
    [
        Is("torch.rand", () => Tensor.Uniform([2, 3])),
        Is("torch.randn", () => Tensor.Normal([2, 3])),
        Is("torch.randperm", () => Tensor.Permutation(5)),
        Is("torch.Generator", () => new Generator(7)),
    ];
}
