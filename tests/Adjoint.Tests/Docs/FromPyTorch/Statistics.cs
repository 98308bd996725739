namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Statistics() =>
    [
        Is("torch.any(dim=1)", () => mask.Any(1)),
        Is("torch.all(dim=0, keepdim=True)", () => mask.All(0, keepDims: true)),
        Is("torch.count_nonzero", () => x.CountNonzero(1)),
        Is("torch.sum(dtype=torch.float64)", () => x.Sum(dtype: DType.Float64)),
        Is("torch.nansum", () => x.NanSum(1)),
        Is("Tensor.sum_to_size", () => x.SumToSize(1, 3)),
        Is("torch.nanmean", () => x.NanMean(1)),
        Is("torch.var_mean", () => x.VarMean(1)),
        Is("torch.std_mean", () => x.StdMean(1, correction: 0)),
        Is("torch.cov", () => x.Cov()),
        Is("torch.corrcoef", () => x.CorrCoef()),
        Is("torch.renorm", () => x.Renorm(2, 0, 1)),
        Is("torch.dist", () => x.Dist(y)),
        Is("torch.cdist", () => x.Cdist(y)),
        Is("F.pdist", () => x.Pdist()),
        Is("F.normalize", () => x.Normalize(axis: 1)),
        Is("torch.cumprod", () => x.CumProd(1)),
        Is("torch.cummax", () => x.CumMax(1)),
        Is("torch.cummin", () => x.CumMin(1)),
        Is("torch.logcumsumexp", () => x.LogCumSumExp(1)),
        Is("torch.diff", () => x.Diff()),
        Is("torch.trapezoid", () => x.Trapezoid(dx: 0.5)),
        Is("torch.trapz", () => x.Trapezoid(v)),
        Is("torch.cumulative_trapezoid", () => x.CumulativeTrapezoid()),
    ];
}
