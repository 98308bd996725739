namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Order() =>
    [
        Is("torch.sort", () => x.Sort(1)),
        Is("torch.sort(stable=True, descending=True)", () => x.Sort(-1, descending: true)),
        Is("torch.argsort", () => x.ArgSort(1)),
        Is("torch.msort", () => x.MSort()),
        Is("torch.topk", () => x.TopK(2)),
        Is("torch.kthvalue", () => x.KthValue(2)),
        Is("torch.max", () => x.Max()),
        Is("torch.max(dim=1)", () => x.Max(1).Indices),
        Is("torch.min", () => x.Min()),
        Is("torch.min(dim=1, keepdim=True)", () => x.Min(1, keepDims: true).Values),
        Is("torch.aminmax", () => x.Aminmax()),
        Is("torch.median", () => x.Median()),
        Is("torch.median(dim=1)", () => x.Median(1).Values),
        Is("torch.nanmedian", () => x.NanMedian()),
        Is("torch.mode", () => x.Mode()),
        Is("torch.quantile", () => x.Quantile(0.5, 1)),
        Is("torch.quantile(interpolation='nearest')", () => x.Quantile(0.3, interpolation: QuantileInterpolation.Nearest)),
        Is("torch.nanquantile", () => x.NanQuantile(Tensor.Of(0.25f, 0.75f))),
        Is("torch.unique", () => labels.Unique().Values),
        Is("torch.unique(return_inverse=True, return_counts=True)", () => labels.Unique()),
        Is("torch.unique_consecutive", () => labels.UniqueConsecutive().Values),
        Is("torch.searchsorted", () => Tensor.SearchSorted(v, x)),
        Is("torch.bucketize", () => x.Bucketize(v)),
        Is("torch.histc", () => x.HistC(4, -1, 3)),
        Is("torch.histogram", () => x.Histogram(4, (-1, 3)).Hist),
        Is("torch.bincount", () => labels.BinCount(minLength: 4)),
        Is("torch.isin", () => labels.IsIn(index)),
    ];
}
