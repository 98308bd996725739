using Adjoint.Ops;

namespace Adjoint;

public static partial class Linalg
{
    /// <summary>X with A·X = B, by LU factorization. Batches broadcast.</summary>
    /// <param name="a">Regular matrices [.., n, n].</param>
    /// <param name="b">
    /// Right-hand sides [.., n, k]; or vectors: one [n], or one for each matrix [.., n], where that is the shape of A without its last
    /// axis.
    /// </param>
    /// <param name="left">Whether A stands on the left; else X·A = B is solved, with B [.., k, n].</param>
    /// <returns>X, of the shape of B with the batch of both.</returns>
    /// <exception cref="LinalgException">A matrix is singular.</exception>
    public static Tensor Solve(Tensor a, Tensor b, bool left = true)
    {
        bool vector = IsVector(a, b);
        if (vector && !left) throw new ShapeException($"Solve: with left: false B is [.., k, n], and not vectors as {b.Shape}.");
        Square("Solve", a);
        (Tensor x, Tensor y) = Together("Solve", a, vector ? b.Unsqueeze(-1) : b);
        Tensor solved = left ? Engine.Apply(Ops.Solve.Op, x, y) : Engine.Apply(Ops.Solve.Op, x.Transpose(), y.Transpose()).Transpose();
        return Back(vector ? solved.Squeeze(-1) : solved, a, b);
    }

    /// <summary>X with A·X = B for triangular A; the other triangle is not read. Batches broadcast.</summary>
    /// <param name="a">Triangular matrices [.., n, n].</param>
    /// <param name="b">Right-hand sides [.., n, k].</param>
    /// <param name="upper">Whether it is the upper triangle.</param>
    /// <param name="left">Whether A stands on the left; else X·A = B is solved, with B [.., k, n].</param>
    /// <param name="unitriangular">Whether the diagonal counts as ones, and is not read.</param>
    /// <returns>X, of the shape of B with the batch of both.</returns>
    /// <exception cref="LinalgException">A number on the diagonal is zero.</exception>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool upper, bool left = true, bool unitriangular = false)
    {
        Square("SolveTriangular", a);
        (Tensor x, Tensor y) = Together("SolveTriangular", a, b);
        return Back(left ? Matrices.Solve(x, y, upper, unitriangular) : Matrices.SolveRight(y, x, upper, unitriangular), a, b);
    }

    /// <summary>X with L·Lᵀ·X = B, from a Cholesky factor. Batches broadcast.</summary>
    /// <param name="b">Right-hand sides [.., n, k].</param>
    /// <param name="l">The factor [.., n, n].</param>
    /// <param name="upper">Whether the factor is Lᵀ, upper triangular.</param>
    /// <returns>X, of the shape of B with the batch of both.</returns>
    /// <exception cref="LinalgException">A number on the diagonal is zero.</exception>
    public static Tensor CholeskySolve(Tensor b, Tensor l, bool upper = false)
    {
        Square("CholeskySolve", l);
        (Tensor x, Tensor y) = Together("CholeskySolve", l, b);
        if (upper) x = x.Transpose();
        return Back(Matrices.Solve(x.Transpose(), Matrices.Solve(x, y, false), true), l, b);
    }

    /// <summary>The inverse of L·Lᵀ, from a Cholesky factor.</summary>
    /// <param name="l">The factor [.., n, n].</param>
    /// <param name="upper">Whether the factor is Lᵀ, upper triangular.</param>
    /// <returns>The inverses [.., n, n].</returns>
    /// <exception cref="LinalgException">A number on the diagonal is zero.</exception>
    public static Tensor CholeskyInverse(Tensor l, bool upper = false)
    {
        Tensor x = Square("CholeskyInverse", l);
        if (upper) x = x.Transpose();
        Tensor inverse = Matrices.Solve(x, Matrices.Eye(x).ExpandTo(x.Shape), false);
        return Back(inverse.Transpose().MatMul(inverse), l);
    }

    /// <summary>X with A·X = B, from what <see cref="LuFactor"/> made of A. Batches broadcast.</summary>
    /// <param name="lu">Its matrices [.., n, n].</param>
    /// <param name="pivots">Its pivots [.., n].</param>
    /// <param name="b">Right-hand sides [.., n, k].</param>
    /// <param name="left">Whether A stands on the left; else X·A = B is solved, with B [.., k, n].</param>
    /// <param name="adjoint">Whether Aᵀ stands in the place of A.</param>
    /// <returns>X, of the shape of B with the batch of both.</returns>
    /// <exception cref="LinalgException">A number on the diagonal is zero.</exception>
    public static Tensor LuSolve(Tensor lu, Tensor pivots, Tensor b, bool left = true, bool adjoint = false)
    {
        ArgumentNullException.ThrowIfNull(pivots);
        if (!left)
        {
            ArgumentNullException.ThrowIfNull(b);
            return LuSolve(lu, pivots, b.Transpose(), true, !adjoint).Transpose();
        }

        Square("LuSolve", lu);
        (Tensor x, Tensor y) = Together("LuSolve", lu, b);
        Tensor rows = Engine.Apply(new PivotRows(x.Shape[^1]), pivots).ExpandTo([.. x.Shape.Span[..^1]]);
        Tensor solved = adjoint
            ? Ops.LuFactor.Unpermute(Matrices.Solve(x.Transpose(), Matrices.Solve(x.Transpose(), y, false), true, true), rows)
            : Matrices.Solve(x, Matrices.Solve(x, Ops.LuFactor.Permute(y, rows), false, true), true);
        return Back(solved, lu, b);
    }

    /// <summary>The X with the least |A·X − B|, and of all such the shortest: also where A is not of full rank.</summary>
    /// <remarks>
    /// By the singular value decomposition, whatever the rank. The derivative of the solution is that where the rank stays.
    /// Batches broadcast.
    /// </remarks>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <param name="b">Right-hand sides [.., m, k]; or vectors, as for <see cref="Solve"/>.</param>
    /// <param name="rcond">Singular values up to this times the largest count as zero; max(m, n) times the type's rounding if null.</param>
    /// <returns>
    /// X [.., n, k]; for m > n the sums of squares |A·X − B|² [.., k], else an empty tensor; the ranks (int64); the singular values.
    /// </returns>
    /// <exception cref="LinalgException">An element of A is NaN or infinite.</exception>
    public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) Lstsq(Tensor a, Tensor b, double? rcond = null)
    {
        bool vector = IsVector(a, b);
        (Tensor x, Tensor y) = Together("Lstsq", a, vector ? b.Unsqueeze(-1) : b);
        Tensor[] found = Engine.ApplyAll(new LeastSquares(Tolerances(x, null, rcond).Relative), x, y);
        Tensor residuals = x.Shape[^2] > x.Shape[^1]
            ? (x.MatMul(found[0]) - y).Square().Sum([-2], false)
            : Tensor.Zeros([0], x.DType);
        Tensor solution = vector ? found[0].Squeeze(-1) : found[0];
        return (Back(solution, a, b), Back(residuals, a, b), found[1].Detach(), Back(found[2], a, b));
    }

    /// <summary>The tensor X with TensorDot(A, X) = B over all axes of X.</summary>
    /// <param name="a">A tensor whose axes are those of B followed by those of X, with as many elements in each.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="axes">Axes of A that are moved to its end first.</param>
    /// <returns>X, of the shape of A without the axes of B.</returns>
    /// <exception cref="LinalgException">A is singular as a matrix.</exception>
    public static Tensor Tensorsolve(Tensor a, Tensor b, params ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!axes.IsEmpty)
        {
            Axes moved = Axes.Resolve(axes, a.Shape, "Tensorsolve");
            var order = new List<int>();
            for (int axis = 0; axis < a.Rank; axis++)
                if (!moved.Contains(axis)) order.Add(axis);
            foreach (int axis in axes) order.Add(a.Shape.Axis(axis, "Tensorsolve"));
            a = a.Permute([.. order]);
        }

        if (b.Rank > a.Rank || Shape.Product(a.Shape.Span[b.Rank..]) != b.Numel || a.Numel != b.Numel * b.Numel)
            throw new ShapeException($"Tensorsolve: {a.Shape} and {b.Shape} do not fit: "
                + "the axes of B come first, then as many elements again.");
        Shape shape = Shape.Create(a.Shape.Span[b.Rank..]);
        return Solve(a.Reshape(b.Numel, b.Numel), b.Reshape(-1)).Reshape(shape);
    }

    /// <summary>The inverse of a tensor as a linear map, from its last axes to its first.</summary>
    /// <param name="a">A tensor whose first axes have together as many elements as the others.</param>
    /// <param name="ind">How many axes are the first.</param>
    /// <returns>Of the shape of A with the two groups of axes exchanged.</returns>
    /// <exception cref="LinalgException">A is singular as a matrix.</exception>
    public static Tensor Tensorinv(Tensor a, int ind = 2)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (ind <= 0 || ind > a.Rank) throw new ShapeException($"Tensorinv: ind is from 1 to {a.Rank} for {a.Shape}, not {ind}.");
        int rows = Shape.Product(a.Shape.Span[..ind]);
        if (rows != Shape.Product(a.Shape.Span[ind..]))
            throw new ShapeException($"Tensorinv: the first {ind} axes of {a.Shape} have not as many elements as the others.");
        return Inv(a.Reshape(rows, rows)).Reshape([.. a.Shape.Span[ind..], .. a.Shape.Span[..ind]]);
    }
}
