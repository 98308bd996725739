using Adjoint.Data;
using Adjoint.Nn;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Data() =>
    [
        Is("utils.data.TensorDataset", () => new TensorDataset(x, labels)),
        Is("utils.data.DataLoader", () => new DataLoader(new TensorDataset(x, labels), batchSize: 2, shuffle: true)),
        Is("utils.data.Subset", () => new Subset(new TensorDataset(x, labels), Tensor.Of(1L))),
        Is("utils.data.ConcatDataset", () => new ConcatDataset(new TensorDataset(x, labels), new TensorDataset(y, labels))),
        Is("utils.data.random_split", () => new TensorDataset(x, labels).RandomSplit([0.5, 0.5])),
        Is("utils.data.SequentialSampler", () => new SequentialSampler(10)),
        Is("utils.data.RandomSampler", () => new RandomSampler(10, replacement: true)),
        Is("utils.data.SubsetRandomSampler", () => new SubsetRandomSampler(index)),
        Is("utils.data.WeightedRandomSampler", () => new WeightedRandomSampler([1, 2, 3], 6)),
        Is("utils.data.default_collate", () => Collation.Stack([v, w])),
        Is("nn.utils.rnn.pad_sequence", () => Sequences.PadSequence([v, p])),
    ];
}
