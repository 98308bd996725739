using Adjoint.Ops;

namespace Adjoint;

public static partial class Linalg
{
    /// <summary>A = L·Lᵀ for positive definite matrices. Only one triangle is read.</summary>
    /// <param name="a">Symmetric matrices [.., n, n].</param>
    /// <param name="upper">Whether to read the upper triangle, and to give Lᵀ.</param>
    /// <returns>L, lower triangular, or Lᵀ.</returns>
    /// <exception cref="LinalgException">A matrix is not positive definite.</exception>
    public static Tensor Cholesky(Tensor a, bool upper = false)
    {
        Tensor x = Square("Cholesky", a);
        return Back(upper ? Engine.Apply(Ops.Cholesky.Op, x.Transpose()).Transpose() : Engine.Apply(Ops.Cholesky.Op, x), a);
    }

    /// <summary>A = Q·R by Householder's reflections, with the signs of LAPACK.</summary>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <param name="mode">
    /// "reduced": Q [.., m, k] and R [.., k, n] with k = min(m, n); "complete": Q [.., m, m] and R [.., m, n]; "r": only R, and an empty Q.
    /// </param>
    /// <returns>Q with orthonormal columns, and R, upper triangular.</returns>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static (Tensor Q, Tensor R) Qr(Tensor a, string mode = "reduced")
    {
        if (mode is not ("reduced" or "complete" or "r"))
            throw new ArgumentException($"Qr: the mode is \"reduced\", \"complete\" or \"r\", not \"{mode}\".", nameof(mode));
        Tensor[] y = Engine.ApplyAll(new Qr(mode == "complete"), Matrix("Qr", a));
        return (mode == "r" ? Tensor.Zeros([0], a.DType) : Back(y[0], a), Back(y[1], a));
    }

    /// <summary>P·L·U = A with the largest pivot of each column: L and U in one matrix, and the rows that were exchanged.</summary>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <returns>
    /// U above and L below the diagonal, without L's ones; and for each step the row exchanged with, from 1 as in LAPACK (int32).
    /// </returns>
    public static (Tensor LU, Tensor Pivots) LuFactor(Tensor a)
    {
        Tensor[] y = Engine.ApplyAll(Ops.LuFactor.Op, Matrix("LuFactor", a));
        return (Back(y[0], a), y[1]);
    }

    /// <summary>A = P·L·U with the largest pivot of each column.</summary>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <returns>The permutation [.., m, m], L [.., m, k] with ones on its diagonal, and U [.., k, n]; k = min(m, n).</returns>
    public static (Tensor P, Tensor L, Tensor U) Lu(Tensor a)
    {
        Tensor[] y = Engine.ApplyAll(Ops.LuFactor.Op, Matrix("Lu", a));
        return Unpacked(y[0], y[2], a);
    }

    /// <summary>The three factors of what <see cref="LuFactor"/> gave.</summary>
    /// <param name="lu">Its matrices [.., m, n].</param>
    /// <param name="pivots">Its pivots.</param>
    /// <returns>As <see cref="Lu"/>.</returns>
    public static (Tensor P, Tensor L, Tensor U) LuUnpack(Tensor lu, Tensor pivots)
    {
        ArgumentNullException.ThrowIfNull(pivots);
        Tensor x = Matrix("LuUnpack", lu);
        return Unpacked(x, Engine.Apply(new PivotRows(x.Shape[^2]), pivots), lu);
    }

    /// <summary>Eigenvalues and eigenvectors of symmetric matrices: A = V·diag(λ)·Vᵀ.</summary>
    /// <remarks>
    /// The derivative of the vectors does not exist where eigenvalues are equal; it is then an error to ask for it, except for vectors
    /// that nothing uses. Vectors are unique up to their sign.
    /// </remarks>
    /// <param name="a">Symmetric matrices [.., n, n].</param>
    /// <param name="uplo">"L" to read the lower triangle, "U" for the upper.</param>
    /// <returns>The eigenvalues [.., n], ascending, and the vectors as columns [.., n, n].</returns>
    /// <exception cref="LinalgException">An element is NaN or infinite.</exception>
    public static (Tensor Eigenvalues, Tensor Eigenvectors) Eigh(Tensor a, string uplo = "L")
    {
        Tensor[] y = Engine.ApplyAll(new Eigh(IsUpper(uplo), true), Square("Eigh", a));
        return (Back(y[0], a), Back(y[1], a));
    }

    /// <summary>Eigenvalues of symmetric matrices. They have a derivative also where they are equal.</summary>
    /// <param name="a">Symmetric matrices [.., n, n].</param>
    /// <param name="uplo">"L" to read the lower triangle, "U" for the upper.</param>
    /// <returns>The eigenvalues [.., n], ascending.</returns>
    /// <exception cref="LinalgException">An element is NaN or infinite.</exception>
    public static Tensor Eigvalsh(Tensor a, string uplo = "L")
    {
        Tensor x = Square("Eigvalsh", a);
        return Back(Engine.Apply(new Eigh(IsUpper(uplo), NeedsVectors(x)), x), a);
    }

    /// <summary>The singular value decomposition A = U·diag(S)·Vh.</summary>
    /// <remarks>
    /// The derivative of the vectors does not exist where singular values are equal, or zero with m ≠ n; it is then an error to ask for it,
    /// except for vectors that nothing uses. What completes the bases where <paramref name="fullMatrices"/> asks for it is
    /// arbitrary, and its gradient does not count. Vectors are unique up to the sign of a pair.
    /// </remarks>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <param name="fullMatrices">
    /// Whether U is [.., m, m] and Vh [.., n, n], instead of [.., m, k] and [.., k, n] with k = min(m, n).
    /// </param>
    /// <returns>U with orthonormal columns, S [.., k] descending, and Vh with orthonormal rows.</returns>
    /// <exception cref="LinalgException">An element is NaN or infinite.</exception>
    public static (Tensor U, Tensor S, Tensor Vh) Svd(Tensor a, bool fullMatrices = true)
    {
        Tensor[] y = Engine.ApplyAll(new Svd(fullMatrices, true), Matrix("Svd", a));
        return (Back(y[0], a), Back(y[1], a), Back(y[2], a));
    }

    /// <summary>The singular values. They have a derivative also where they are equal.</summary>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <returns>The singular values [.., min(m, n)], descending.</returns>
    /// <exception cref="LinalgException">An element is NaN or infinite.</exception>
    public static Tensor Svdvals(Tensor a) => Back(SingularValuesOf(Matrix("Svdvals", a)), a);

    /// <summary>The first columns of the product of Householder's reflections I − τ·v·vᵀ.</summary>
    /// <param name="a">The vectors v, in the columns below the diagonal [.., m, n] with m ≥ n; on the diagonal each counts as 1.</param>
    /// <param name="tau">The factors τ [.., k] with k ≤ n.</param>
    /// <returns>The product's first n columns [.., m, n].</returns>
    public static Tensor HouseholderProduct(Tensor a, Tensor tau)
    {
        (Tensor x, Tensor t) = (Matrix("HouseholderProduct", a), Real(tau));
        (int m, int n) = (x.Shape[^2], x.Shape[^1]);
        if (m < n || t.Rank != x.Rank - 1 || t.Shape[^1] > n || !Matrices.Batch(x.Shape).Span.SequenceEqual(t.Shape.Span[..^1]))
            throw new ShapeException(
                $"HouseholderProduct: vectors {a.Shape} and factors {tau.Shape} do not fit: "
                + "[.., m, n] with m >= n, and [.., k] with k <= n.");
        Tensor ones = Tensor.Eye(m, n, x.DType);
        Tensor q = ones.ExpandTo(x.Shape);
        Tensor v = x.Tril(-1) + ones;
        for (int i = t.Shape[^1] - 1; i >= 0; i--)
        {
            Tensor column = v.Narrow(-1, i, 1);
            q -= t.Narrow(-1, i, 1).Unsqueeze(-1) * column.MatMul(column.Transpose().MatMul(q));
        }

        return Back(q, a, tau);
    }

    private static Tensor SingularValuesOf(Tensor a) =>
        NeedsVectors(a) ? Engine.ApplyAll(new Svd(false, true), a)[1] : Engine.Apply(new Svd(false, false), a);

    /// <summary>Whether a derivative may be asked for, which takes the vectors.</summary>
    private static bool NeedsVectors(Tensor a) => a.RequiresGrad && GradMode.IsEnabled;

    private static bool IsUpper(string uplo) => uplo is "U" or "u" || (uplo is "L" or "l"
        ? false
        : throw new ArgumentException($"The triangle is \"L\" or \"U\", not \"{uplo}\".", nameof(uplo)));

    private static (Tensor P, Tensor L, Tensor U) Unpacked(Tensor lu, Tensor rows, Tensor a)
    {
        (int m, int n) = (lu.Shape[^2], lu.Shape[^1]);
        int k = Math.Min(m, n);
        Shape square = [.. lu.Shape.Span[..^1], m];
        Tensor p = Ops.LuFactor.Unpermute(Tensor.Eye(m, dtype: lu.DType).ExpandTo(square), rows);
        Tensor l = lu.Narrow(-1, 0, k).Tril(-1) + Tensor.Eye(m, k, lu.DType);
        return (Back(p, a), Back(l, a), Back(lu.Narrow(-2, 0, k).Triu(), a));
    }
}
