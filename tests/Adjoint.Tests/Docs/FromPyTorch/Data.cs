using Adjoint.Data;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Data() =>
    [
        Is("utils.data.TensorDataset", () => new TensorDataset(x, labels)),
        Is("utils.data.DataLoader", () => new DataLoader(new TensorDataset(x, labels), batchSize: 2, shuffle: true)),
        Is("utils.data.Subset", () => new TensorDataset(x, labels).Subset(Tensor.Of(1L))),
    ];
}
