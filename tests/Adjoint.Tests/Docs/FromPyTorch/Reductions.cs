namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Reductions() =>
    [
        Is("torch.sum", () => x.Sum()),
        Is("torch.sum(dim=1, keepdim=True)", () => x.Sum([1], keepDims: true)),
        Is("torch.mean", () => x.Mean(0)),
        Is("torch.std", () => x.Std(1)),
        Is("torch.var", () => x.Var(1)),
        Is("torch.prod", () => x.Prod()),
        Is("torch.amax", () => x.Max(1)),
        Is("torch.amin", () => x.Min(1)),
        Is("torch.argmax", () => x.ArgMax(1)),
        Is("torch.argmin", () => x.ArgMin(1)),
        Is("torch.norm", () => x.Norm()),
        Is("torch.logsumexp", () => x.LogSumExp(1)),
        Is("torch.cumsum", () => x.CumSum(1)),
        Is("torch.all", () => mask.All()),
        Is("torch.any", () => mask.Any()),
    ];

    private static PyTorchName[] Products() =>
    [
        Is("torch.matmul", () => x.MatMul(B)),
    ];
}
