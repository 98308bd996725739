namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Indexing() =>
    [
        Is("x[0]", () => x[0]),
        Is("x[:, 1]", () => x[.., 1]),
        Is("x[-1, ::2]", () => x[^1, TensorIndex.Every(.., 2)]),
        Is("x[..., None]", () => x[TensorIndex.Ellipsis, TensorIndex.NewAxis]),
        Is("torch.gather", () => x.Gather(1, index.Expand(2, -1))),
        Is("torch.index_select", () => x.IndexSelect(1, index)),
        Is("torch.scatter_add", () => x.ScatterAdd(1, index.Expand(2, -1), y)),
    ];
}
