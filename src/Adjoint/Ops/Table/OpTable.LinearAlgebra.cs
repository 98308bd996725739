namespace Adjoint.Ops;

internal static partial class OpTable
{
    private static Shape[] SquareShapes => [[3, 3], [2, 2, 2], [1, 1], [0, 0], [2, 0, 0]];

    private static Shape[] MatrixShapes => [[2, 3], [3, 2], [2, 2], [2, 1, 2], [0, 2], [2, 0]];

    private static IEnumerable<OpCase> LinearAlgebra() =>
        [.. Factorizations(), .. Spectra(), .. Systems(), .. MatrixFunctions(), .. MatrixNorms()];

    private static OpInput M(Shape shape) => new(shape, Domain.Matrix);

    /// <summary>A row for several shapes, of a function that is more than one call: half precision is widened before it.</summary>
    private static IEnumerable<OpCase> Each(string method, string attributes, Func<Tensor, Tensor> apply, params Shape[] shapes) =>
        shapes.Select(shape => One("Linalg." + method, attributes, x => Wide(x, t => apply(t[0])), M(shape)));

    private static OpCase Both(string method, string attributes, Func<Tensor, Tensor, Tensor> apply, OpInput a, OpInput b) =>
        One("Linalg." + method, attributes, x => Wide(x, t => apply(t[0], t[1])), a, b);

    private static Tensor Wide(Tensor[] x, Func<Tensor[], Tensor> apply)
    {
        if (!x[0].DType.IsHalf()) return apply(x);
        Tensor y = apply([.. x.Select(t => t.Widened())]);
        return y.DType.IsFloatingPoint() ? y.To(x[0].DType) : y;
    }

    private static Tensor Symmetric(Tensor a) => a + a.Transpose();

    private static IEnumerable<OpCase> Factorizations() =>
    [
        .. Each("Cholesky", "", a => Linalg.Cholesky(Symmetric(a)), SquareShapes),
        .. Each("Cholesky", "upper", a => Linalg.Cholesky(Symmetric(a), true), [3, 3]),
        .. Each("LuFactor", "LU", a => Linalg.LuFactor(a).LU, [.. SquareShapes, .. MatrixShapes]),
        .. Each("LuFactor", "pivots", a => Linalg.LuFactor(a).Pivots, [3, 3], [2, 3, 2]),
        .. Each("Lu", "P", a => Linalg.Lu(a).P, [3, 3], [2, 3, 2]),
        .. Each("Lu", "L", a => Linalg.Lu(a).L, MatrixShapes),
        .. Each("Lu", "U", a => Linalg.Lu(a).U, MatrixShapes),
        .. Each("LuUnpack", "L·U", a => Unpacked(Linalg.LuFactor(a)), [3, 2], [2, 3]),
        .. Each("Qr", "Q", a => Linalg.Qr(a).Q, [.. SquareShapes, .. MatrixShapes]),
        .. Each("Qr", "R", a => Linalg.Qr(a).R, [.. SquareShapes, .. MatrixShapes]),
        .. Each("Qr", "complete", a => Linalg.Qr(a, "complete").Q, [3, 3], [2, 3]),
        .. Each("Qr", "r", a => Linalg.Qr(a, "r").R, [3, 3], [3, 2]),
        One(
            "Linalg.HouseholderProduct", "", x => Wide(x, t => Linalg.HouseholderProduct(t[0], t[1])), In([2, 4, 3]), In([2, 2])),
        One("Linalg.HouseholderProduct", "", x => Wide(x, t => Linalg.HouseholderProduct(t[0], t[1])), In([3, 3]), In([3])),
    ];

    private static Tensor Unpacked((Tensor LU, Tensor Pivots) factors)
    {
        (_, Tensor l, Tensor u) = Linalg.LuUnpack(factors.LU, factors.Pivots);
        return l.MatMul(u);
    }

    private static IEnumerable<OpCase> Spectra() =>
    [
        .. Each("Eigh", "values", a => Linalg.Eigh(Symmetric(a)).Eigenvalues, SquareShapes),
        .. Each("Eigh", "vectors", a => Linalg.Eigh(Symmetric(a)).Eigenvectors.Abs(), SquareShapes),
        .. Each("Eigh", "upper", a => Linalg.Eigh(Symmetric(a), "U").Eigenvectors.Abs(), [3, 3]),
        .. Each("Eigvalsh", "", a => Linalg.Eigvalsh(Symmetric(a)), SquareShapes),
        .. Each("Svd", "S", a => Linalg.Svd(a).S, [.. SquareShapes, .. MatrixShapes]),
        .. Each("Svd", "U", a => Linalg.Svd(a, false).U.Abs(), [.. SquareShapes, .. MatrixShapes]),
        .. Each("Svd", "Vh", a => Linalg.Svd(a, false).Vh.Abs(), [.. SquareShapes, .. MatrixShapes]),
        .. Each("Svd", "full", a => Linalg.Svd(a).U.Abs(), [3, 3], [2, 3]),
        .. Each("Svd", "product", a => Product(Linalg.Svd(a, false)), [3, 2], [2, 3], [2, 2, 2]),
        .. Each("Svdvals", "", Linalg.Svdvals, [.. SquareShapes, .. MatrixShapes]),
    ];

    private static Tensor Product((Tensor U, Tensor S, Tensor Vh) parts) => (parts.U * parts.S.Square().Unsqueeze(-2)).MatMul(parts.Vh);

    private static IEnumerable<OpCase> Systems() =>
    [
        .. new (Shape A, Shape B)[] { ([3, 3], [3, 2]), ([2, 2, 2], [2, 1]), ([2, 2], [2, 2, 1]), ([0, 0], [0, 2]), ([2, 2], [2, 0]) }
            .SelectMany(p => new[]
            {
                One("Linalg.Solve", "", x => Linalg.Solve(x[0], x[1]), M(p.A), In(p.B)),
                One("Linalg.SolveTriangular", "lower", x => Linalg.SolveTriangular(x[0], x[1], false), M(p.A), In(p.B)),
                One("Linalg.SolveTriangular", "upper", x => Linalg.SolveTriangular(x[0], x[1], true), M(p.A), In(p.B)),
                Both("CholeskySolve", "", (a, b) => Linalg.CholeskySolve(b, a), M(p.A), In(p.B)),
                Both("LuSolve", "", (a, b) => LuSolved(a, b, true, false), M(p.A), In(p.B)),
            }),
        One("Linalg.Solve", "vector", x => Linalg.Solve(x[0], x[1]), M([3, 3]), In([3])),
        One("Linalg.Solve", "vector", x => Linalg.Solve(x[0], x[1]), M([2, 2, 2]), In([2, 2])),
        One("Linalg.Solve", "right", x => Linalg.Solve(x[0], x[1], false), M([3, 3]), In([2, 3])),
        One("Linalg.SolveTriangular", "upper right", x => Linalg.SolveTriangular(x[0], x[1], true, false), M([3, 3]), In([2, 3])),
        One("Linalg.SolveTriangular", "lower unit", x => Linalg
            .SolveTriangular(x[0], x[1], false, unitriangular: true), M([3, 3]), In([3, 2])),
        One("Linalg.SolveTriangular", "upper right unit", x => Linalg
            .SolveTriangular(x[0], x[1], true, false, true), M([3, 3]), In([2, 3])),
        Both("CholeskySolve", "upper", (a, b) => Linalg.CholeskySolve(b, a, true), M([3, 3]), In([3, 2])),
        .. Each("CholeskyInverse", "", a => Linalg.CholeskyInverse(a), SquareShapes),
        .. Each("CholeskyInverse", "upper", a => Linalg.CholeskyInverse(a, true), [3, 3]),
        Both("LuSolve", "adjoint", (a, b) => LuSolved(a, b, true, true), M([3, 3]), In([3, 2])),
        Both("LuSolve", "right", (a, b) => LuSolved(a, b, false, false), M([3, 3]), In([2, 3])),
        .. new (Shape A, Shape B)[] { ([3, 2], [3, 2]), ([2, 3], [2, 1]), ([2, 3, 2], [3, 1]), ([2, 2], [2, 2]), ([0, 2], [0, 1]) }
            .Select(p => One("Linalg.Lstsq", "", x => Linalg.Lstsq(x[0], x[1]).Solution, M(p.A), In(p.B))),
        One("Linalg.Lstsq", "vector", x => Linalg.Lstsq(x[0], x[1]).Solution, M([3, 2]), In([3])),
        Both("Lstsq", "residuals", (a, b) => Linalg.Lstsq(a, b).Residuals, M([4, 2]), In([4, 3])),
        Both("Lstsq", "rank", (a, b) => Linalg.Lstsq(a, b).Rank, M([2, 3, 2]), In([2, 3, 1])),
        Both("Lstsq", "singular values", (a, b) => Linalg.Lstsq(a, b).SingularValues, M([3, 2]), In([3, 1])),
        Both("Tensorsolve", "", (a, b) => Linalg.Tensorsolve(a.Unflatten(1, 2, -1), b), M([4, 4]), In([4])),
        Both("Tensorsolve", "axes", (a, b) => Linalg.Tensorsolve(a.Unflatten(1, 2, -1).Transpose(0, 1), b, 0), M([4, 4]), In([4])),
        .. Each("Tensorinv", "ind=1", a => Linalg.Tensorinv(a.Unflatten(1, 2, -1), 1), [4, 4]),
        .. Each("Tensorinv", "ind=2", a => Linalg.Tensorinv(a.Unflatten(0, 2, -1)), [4, 4]),
    ];

    private static Tensor LuSolved(Tensor a, Tensor b, bool left, bool adjoint)
    {
        (Tensor lu, Tensor pivots) = Linalg.LuFactor(a);
        return Linalg.LuSolve(lu, pivots, b, left, adjoint);
    }

    private static IEnumerable<OpCase> MatrixFunctions() =>
    [
        .. SquareShapes.SelectMany(shape => new[]
        {
            One("Linalg.Inv", "", x => Linalg.Inv(x[0]), M(shape)),
            One("Linalg.Det", "", x => Linalg.Det(x[0]), M(shape)),
            One("Linalg.Slogdet", "logarithm", x => Linalg.Slogdet(x[0]).Logabsdet, M(shape)),
            One("Linalg.Slogdet", "sign", x => Linalg.Slogdet(x[0]).Sign, M(shape)),
            One("Linalg.Logdet", "", x => Linalg.Logdet(x[0]), M(shape)),
            One("Linalg.MatrixExp", "", x => Linalg.MatrixExp(x[0]), M(shape)),
            One("Linalg.MatrixPower", "3", x => Linalg.MatrixPower(x[0], 3), M(shape)),
            One("Linalg.MatrixPower", "-2", x => Linalg.MatrixPower(x[0], -2), M(shape)),
            One("Linalg.MatrixPower", "0", x => Linalg.MatrixPower(x[0], 0), M(shape)),
        }),
        .. Each("Det", "singular", a => Linalg.Det(a.MatMul(a.Transpose())), [2, 1], [3, 2]),
        .. Each("Pinv", "", a => Linalg.Pinv(a), [.. SquareShapes, .. MatrixShapes]),
        .. Each("Pinv", "hermitian", a => Linalg.Pinv(Symmetric(a), hermitian: true), [3, 3]),
        .. Each("Pinv", "low rank", a => Linalg.Pinv(a.MatMul(a.Transpose()), rtol: 1e-5), [3, 2], [2, 3, 1]),
        .. Each("MatrixRank", "", a => Linalg.MatrixRank(a), [3, 3], [2, 3, 2], [0, 2]),
        .. Each("MatrixRank", "atol=1.2", a => Linalg.MatrixRank(a, 1.2), [3, 3]),
        One("Linalg.Vander", "", x => Linalg.Vander(x[0]), In([4])),
        One("Linalg.Vander", "", x => Linalg.Vander(x[0]), In([2, 3])),
        One("Linalg.Vander", "n=2", x => Linalg.Vander(x[0], 2), In([3])),
        One("Linalg.MultiDot", "", x => Wide(x, t => Linalg.MultiDot(t)), In([2, 3]), In([3, 1]), In([1, 4])),
        One("Linalg.MultiDot", "vectors", x => Wide(x, t => Linalg.MultiDot(t)), In([3]), In([3, 2]), In([2, 2]), In([2])),
        One("Linalg.Vecdot", "", x => Wide(x, t => Linalg.Vecdot(t[0], t[1])), In([2, 3]), In([3])),
        One("Linalg.Vecdot", "axis=0", x => Wide(x, t => Linalg.Vecdot(t[0], t[1], 0)), In([2, 3]), In([2, 3])),
    ];

    private static IEnumerable<OpCase> MatrixNorms() =>
    [
        .. MatrixShapes.Where(shape => shape.Numel > 0).SelectMany(shape => (OpCase[])
        [
            One("Linalg.MatrixNorm", "1", x => Linalg.MatrixNorm(x[0], 1), M(shape)),
            One("Linalg.MatrixNorm", "-1", x => Linalg.MatrixNorm(x[0], -1), M(shape)),
            One("Linalg.MatrixNorm", "2", x => Linalg.MatrixNorm(x[0], 2), M(shape)),
            One("Linalg.MatrixNorm", "-2", x => Linalg.MatrixNorm(x[0], -2), M(shape)),
            One("Linalg.MatrixNorm", "inf", x => Linalg.MatrixNorm(x[0], double.PositiveInfinity), M(shape)),
            One("Linalg.MatrixNorm", "-inf", x => Linalg.MatrixNorm(x[0], double.NegativeInfinity), M(shape)),
            One("Linalg.Cond", "2", x => Linalg.Cond(x[0]), M(shape)),
            One("Linalg.Cond", "-2", x => Linalg.Cond(x[0], -2), M(shape)),
        ]),
        .. MatrixShapes.SelectMany(shape => (OpCase[])
        [
            One("Linalg.MatrixNorm", "fro", x => Linalg.MatrixNorm(x[0]), M(shape)),
            One("Linalg.MatrixNorm", "nuc", x => Linalg.MatrixNorm(x[0], "nuc"), M(shape)),
            One("Linalg.VectorNorm", "", x => Linalg.VectorNorm(x[0]), M(shape)),
            One("Linalg.Norm", "", x => Linalg.Norm(x[0]), M(shape)),
        ]),
        One("Linalg.MatrixNorm", "nuc axes=[0, 2] keep", x => Linalg.MatrixNorm(x[0], "nuc", [0, 2], true), In([2, 3, 2])),
        One("Linalg.MatrixNorm", "1 axes=[2, 0]", x => Linalg.MatrixNorm(x[0], 1, [2, 0]), In([2, 3, 2])),
        One("Linalg.VectorNorm", "3 axes=[0, 1] keep", x => Linalg.VectorNorm(x[0], 3, [0, 1], true), In([2, 3, 2])),
        One("Linalg.Norm", "inf", x => Linalg.Norm(x[0], double.PositiveInfinity), M([2, 3])),
        One("Linalg.Norm", "nuc", x => Linalg.Norm(x[0], "nuc"), M([2, 3])),
        One("Linalg.Norm", "vector 3", x => Linalg.Norm(x[0], 3), In([4])),
        .. Each("Cond", "1", a => Linalg.Cond(a, 1), [3, 3], [2, 2, 2]),
        .. Each("Cond", "fro", a => Linalg.Cond(a, "fro"), [3, 3]),
        .. Each("Cond", "nuc", a => Linalg.Cond(a, "nuc"), [3, 3]),
        .. Each("Cond", "-inf", a => Linalg.Cond(a, double.NegativeInfinity), [3, 3]),
    ];
}
