using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

internal static partial class OpTable
{
    private static IEnumerable<OpCase> Statistics() =>
    [
        .. Reduction("NanSum", (x, axes, keep) => x.NanSum(axes, keep)),
        .. Reduction("NanMean", (x, axes, keep) => x.NanMean(axes, keep)),
        .. Reduction("CountNonzero", (x, axes, keep) => x.CountNonzero(axes, keep)),
        .. Reduction("All", (x, axes, keep) => x.All(axes, keep)),
        .. Reduction("Any", (x, axes, keep) => x.Any(axes, keep)),
        .. Reduction("VarMean", (x, axes, keep) => x.VarMean(axes, keep).Var).Where(HasSeveral),
        .. Reduction("StdMean", (x, axes, keep) => x.StdMean(axes, keep).Std).Where(HasSeveral),
        One("StdMean", "mean axes=[1]", x => x[0].StdMean(1).Mean, In([3, 4])),
        One("Norm", "p=0.5 axis=0", x => x[0].Norm(0.5, 0), In([3, 4])),
        One("Norm", "p=-2 axis=0", x => x[0].Norm(-2, 0), In([3, 4])),
        One("SumToSize", "[3, 1]", x => x[0].SumToSize(3, 1), In([2, 3, 4])),
        One("SumToSize", "[]", x => x[0].SumToSize(), In([2, 3])),
        One("Normalize", "", x => x[0].Normalize(), In([3, 4])),
        One("Normalize", "p=1 axis=0", x => x[0].Normalize(1, 0), In([3, 4, 2])),
        One("Renorm", "2 0 1", x => x[0].Renorm(2, 0, 1), In([3, 4])),
        One("Renorm", "1 -1 0.7", x => x[0].Renorm(1, -1, 0.7), In([2, 3, 4])),
        One("Dist", "", x => x[0].Dist(x[1]), In([3, 4]), In([4])),
        One("Dist", "p=3", x => x[0].Dist(x[1], 3), In([3, 4]), In([3, 4])),
        One("Cov", "", x => x[0].Cov(), In([3, 5])),
        One("Cov", "vector correction=0", x => x[0].Cov(0), In([5])),
        One("Cov", "weights", x => x[0].Cov(1, x[1] + 1, x[2]), In([3, 5]), Indices([5], 4), In([5], Positive)),
        One("Cov", "fweights", x => x[0].Cov(1, x[1] + 1), In([3, 5]), Indices([5], 4)),
        One("CorrCoef", "", x => x[0].CorrCoef(), In([2, 5])),
        .. new double[] { 0, 0.5, 1, 1.5, 2, 3, double.PositiveInfinity }.SelectMany(p => new[]
        {
            One("Cdist", FormattableString.Invariant($"p={p}"), x => x[0].Cdist(x[1], p), In([3, 4]), In([2, 4])),
        }),
        One("Cdist", "batch", x => x[0].Cdist(x[1]), In([2, 1, 3, 2]), In([3, 2, 2])),
        One("Cdist", "empty", x => x[0].Cdist(x[1]), In([0, 2]), In([3, 2])),
        One("Pdist", "", x => x[0].Pdist(), In([4, 3])),
        One("Pdist", "p=1", x => x[0].Pdist(1), In([4, 3])),
    ];

    private static IEnumerable<OpCase> Contractions() =>
    [
        .. new (string Equation, Shape[] Shapes)[]
        {
            ("ij,jk->ik", [[2, 3], [3, 4]]), ("ij,jk", [[2, 3], [3, 4]]), ("bij,bjk->bik", [[2, 2, 3], [2, 3, 2]]), ("ii->i", [[3, 3]]),
            ("ii", [[3, 3]]), ("i,i->", [[4], [4]]), ("i,j->ij", [[2], [3]]), ("ij->ji", [[2, 3]]), ("ij->", [[2, 3]]),
            ("...ij,...jk->...ik", [[2, 1, 2, 3], [3, 3, 2]]), ("b...,b...->b", [[2, 3, 2], [2, 3, 2]]),
            ("ij,jk,kl->il", [[2, 3], [3, 2], [2, 4]]),
            ("bn,anm,bm->ba", [[2, 3], [2, 3, 2], [2, 2]]), (",ij->ij", [[], [2, 3]]), ("iij,jk->ik", [[2, 2, 3], [3, 2]]),
            ("ij,ij->ij", [[2, 1], [1, 3]]), ("Ab,bA", [[2, 3], [3, 2]]), ("i...->...", [[2, 3, 2]]),
        }.Select(c => One("Einsum", c.Equation, x => Tensor.Einsum(c.Equation, x), [.. c.Shapes.Select(s => In(s))])),
        One("Mm", "", x => x[0].Mm(x[1]), In([2, 3]), In([3, 4])),
        One("Bmm", "", x => x[0].Bmm(x[1]), In([2, 2, 3]), In([2, 3, 2])),
        One("Mv", "", x => x[0].Mv(x[1]), In([2, 3]), In([3])),
        One("Dot", "", x => x[0].Dot(x[1]), In([4]), In([4])),
        One("Vdot", "", x => x[0].Vdot(x[1]), In([4]), In([4])),
        One("MatMul", "integers", x => x[0].MatMul(x[1]), Indices([2, 3, 4], 9), Indices([4, 5], 9)),
        .. new (Shape A, Shape B)[] { ([3], [3]), ([2, 3], [4, 3]), ([], [2, 3]), ([2, 3], [2, 2, 3]) }
            .Select(p => One("Inner", "", x => x[0].Inner(x[1]), In(p.A), In(p.B))),
        One("Outer", "", x => x[0].Outer(x[1]), In([2]), In([3])),
        One("Trace", "", x => x[0].Trace(), In([3, 4])),
        One("Cross", "", x => x[0].Cross(x[1]), In([2, 3]), In([2, 3])),
        One("Cross", "axis=0 broadcast", x => x[0].Cross(x[1], 0), In([3, 1]), In([3, 2])),
        .. new (Shape A, Shape B)[] { ([2, 3], [2, 2]), ([2], [3, 2]), ([], [2]), ([2, 1, 2], [3]) }
            .Select(p => One("Kron", "", x => x[0].Kron(x[1]), In(p.A), In(p.B))),
        One("TensorDot", "", x => x[0].TensorDot(x[1]), In([2, 3, 2]), In([3, 2, 2])),
        One("TensorDot", "0", x => x[0].TensorDot(x[1], 0), In([2]), In([3])),
        One("TensorDot", "[0, 2] [1, 0]", x => x[0].TensorDot(x[1], [0, 2], [1, 0]), In([2, 3, 4]), In([4, 2])),
        One("ChainMatMul", "", x => Tensor.ChainMatMul(x), In([2, 3]), In([3, 4]), In([4, 2]), In([2, 3])),
        One("Addmm", "", x => x[0].Addmm(x[1], x[2]), In([4]), In([2, 3]), In([3, 4])),
        One("Addmm", "beta=0.5 alpha=2", x => x[0].Addmm(x[1], x[2], 0.5, 2), In([2, 4]), In([2, 3]), In([3, 4])),
        One("Addmm", "beta=0", x => x[0].Addmm(x[1], x[2], 0), In([2, 4]), In([2, 3]), In([3, 4])),
        One("Addmv", "alpha=2", x => x[0].Addmv(x[1], x[2], alpha: 2), In([2]), In([2, 3]), In([3])),
        One("Addr", "beta=2", x => x[0].Addr(x[1], x[2], 2), In([2, 3]), In([2]), In([3])),
        One("Baddbmm", "", x => x[0].Baddbmm(x[1], x[2]), In([2, 1, 2]), In([2, 2, 3]), In([2, 3, 2])),
        One("Addbmm", "alpha=0.5", x => x[0].Addbmm(x[1], x[2], alpha: 0.5), In([2, 2]), In([3, 2, 3]), In([3, 3, 2])),
        One("Addcmul", "value=2", x => x[0].Addcmul(x[1], x[2], 2), In([2, 3]), In([3]), In([2, 1])),
        One("Addcdiv", "value=2", x => x[0].Addcdiv(x[1], x[2], 2), In([2, 3]), In([3]), In([2, 1], Positive)),
        One("CosineSimilarity", "broadcast axis=-1", x => x[0].CosineSimilarity(x[1], -1), In([2, 3, 4]), In([4])),
    ];
}
