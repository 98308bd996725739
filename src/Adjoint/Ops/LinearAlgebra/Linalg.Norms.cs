using Adjoint.Ops;

namespace Adjoint;

public static partial class Linalg
{
    /// <summary>A norm of all elements along axes, as of vectors.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="ord">
    /// The order p of (Σ|x|ᵖ)^(1/p); ∞ is the largest, −∞ the smallest magnitude, 0 the number of elements that are not 0.
    /// </param>
    /// <param name="axes">The axes, taken together; all if none is named.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ShapeException">There is no such axis, or, for an order of ±∞, nothing along it.</exception>
    public static Tensor VectorNorm(Tensor x, double ord = 2, ReadOnlySpan<int> axes = default, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Norm(ord, axes, keepDims);
    }

    /// <summary>A norm of matrices.</summary>
    /// <param name="a">Matrices.</param>
    /// <param name="ord">"fro": the root of the sum of squares; "nuc": the sum of the singular values.</param>
    /// <param name="axes">The axes of rows and columns; the last two if none is named.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ArgumentException">There is no such norm.</exception>
    public static Tensor MatrixNorm(Tensor a, string ord = "fro", ReadOnlySpan<int> axes = default, bool keepDims = false)
    {
        if (ord is not ("fro" or "nuc")) throw NoNorm("MatrixNorm", $"\"{ord}\"");
        Tensor x = Matrix("MatrixNorm", a);
        (int rows, int columns) = Pair(x, axes);
        if (ord == "fro") return Back(x.Norm(2, [rows, columns], keepDims), a);
        return Back(Placed(SingularValuesOf(ToEnd(x, rows, columns)).Sum([-1], false), x, rows, columns, keepDims), a);
    }

    /// <summary>A norm of matrices.</summary>
    /// <param name="a">Matrices.</param>
    /// <param name="ord">
    /// 2 and −2: the largest and the smallest singular value; 1 and −1: the largest and the smallest sum of magnitudes of a column; ∞ and
    /// −∞: of a row.
    /// </param>
    /// <param name="axes">The axes of rows and columns; the last two if none is named.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ArgumentException">There is no such norm.</exception>
    public static Tensor MatrixNorm(Tensor a, double ord, ReadOnlySpan<int> axes = default, bool keepDims = false)
    {
        if (Math.Abs(ord) is not (1 or 2 or double.PositiveInfinity))
            throw NoNorm("MatrixNorm", ord.ToString("R", CultureInfo.InvariantCulture));
        Tensor x = Matrix("MatrixNorm", a);
        (int rows, int columns) = Pair(x, axes);
        Tensor lengths = Math.Abs(ord) switch
        {
            2 => SingularValuesOf(ToEnd(x, rows, columns)),
            1 => ToEnd(x, rows, columns).Abs().Sum([-2], false),
            _ => ToEnd(x, rows, columns).Abs().Sum([-1], false),
        };
        return Back(Placed(ord > 0 ? lengths.Amax([-1], false) : lengths.Amin([-1], false), x, rows, columns, keepDims), a);
    }

    /// <summary>
    /// A norm of vectors or matrices: of vectors along one axis, of matrices along two; without an order, of all elements along any axes.
    /// </summary>
    /// <param name="a">Any tensor; with an order and without axes, a vector or a matrix.</param>
    /// <param name="ord">
    /// The order, as of <see cref="VectorNorm"/> or <see cref="MatrixNorm(Tensor, double, ReadOnlySpan{int}, bool)"/>; if null, the root
    /// of the sum of squares.
    /// </param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ShapeException">With an order there are other than one or two axes.</exception>
    public static Tensor Norm(Tensor a, double? ord = null, ReadOnlySpan<int> axes = default, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (ord is not { } order) return VectorNorm(a, 2, axes, keepDims);
        int count = axes.IsEmpty ? a.Rank : axes.Length;
        if (count is not (1 or 2))
            throw new ShapeException($"Norm: with an order it takes one axis or two, not {count} of {a.Shape}; or use VectorNorm.");
        return count == 1 ? VectorNorm(a, order, axes, keepDims) : MatrixNorm(a, order, axes, keepDims);
    }

    /// <summary>A norm of matrices by its name.</summary>
    /// <param name="a">A matrix, or with axes any tensor.</param>
    /// <param name="ord">"fro" or "nuc", as of <see cref="MatrixNorm(Tensor, string, ReadOnlySpan{int}, bool)"/>.</param>
    /// <param name="axes">Two axes.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ShapeException">There are no two axes.</exception>
    public static Tensor Norm(Tensor a, string ord, ReadOnlySpan<int> axes = default, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (axes.IsEmpty && a.Rank != 2)
            throw new ShapeException($"Norm: \"{ord}\" is a norm of matrices, and {a.Shape} is none; name two axes.");
        return MatrixNorm(a, ord, axes, keepDims);
    }

    /// <summary>The condition number: the norm of a matrix times that of its inverse.</summary>
    /// <param name="a">Matrices [.., m, n]; square unless the order is 2 or −2.</param>
    /// <param name="p">The norm: 2 and −2, the quotient of the singular values, or 1, −1, ∞, −∞.</param>
    /// <returns>The condition numbers [..]; ∞ for singular matrices, 0 for those without elements.</returns>
    /// <exception cref="ShapeException">The tensor is no matrix, or no square one.</exception>
    public static Tensor Cond(Tensor a, double p = 2)
    {
        Tensor x = Math.Abs(p) == 2 ? Matrix("Cond", a) : Square("Cond", a);
        if (x.Numel == 0) return Tensor.Zeros(Matrices.Batch(x.Shape), a.DType);
        if (Math.Abs(p) != 2) return Back(Condition(MatrixNorm(x, p), MatrixNorm(Engine.Apply(new Inverse(true), x), p)), a);
        Tensor s = SingularValuesOf(x);
        (Tensor first, Tensor last) = (s.Narrow(-1, 0, 1).Squeeze(-1), s.Narrow(-1, s.Shape[^1] - 1, 1).Squeeze(-1));
        return Back(p > 0 ? first / last : last / first, a);
    }

    /// <summary>The condition number in a norm by its name.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <param name="p">"fro" or "nuc".</param>
    /// <returns>The condition numbers [..]; ∞ for singular matrices, 0 for those without elements.</returns>
    /// <exception cref="ShapeException">The tensor is no square matrix or a batch of them.</exception>
    public static Tensor Cond(Tensor a, string p)
    {
        Tensor x = Square("Cond", a);
        if (x.Numel == 0) return Tensor.Zeros(Matrices.Batch(x.Shape), a.DType);
        if (p != "nuc") return Back(Condition(MatrixNorm(x, p), MatrixNorm(Engine.Apply(new Inverse(true), x), p)), a);
        // The sum of the inverses of the singular values: that of the inverse, also where that is infinite.
        Tensor s = SingularValuesOf(x);
        return Back(Condition(s.Sum([-1], false), s.Reciprocal().Sum([-1], false)), a);
    }

    /// <summary>The product of two norms, also where the matrix is zero.</summary>
    private static Tensor Condition(Tensor norm, Tensor inverse) =>
        (norm * inverse).MaskedFill(inverse.Equal(double.PositiveInfinity), double.PositiveInfinity);

    private static ArgumentException NoNorm(string operation, string ord) =>
        new($"{operation}: there is no norm {ord}: use \"fro\", \"nuc\", or 1, 2 or infinity of either sign.", nameof(ord));

    private static (int Rows, int Columns) Pair(Tensor a, ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty) return (a.Rank - 2, a.Rank - 1);
        if (axes.Length != 2) throw new ShapeException($"MatrixNorm: takes two axes, not {axes.Length}.");
        (int rows, int columns) = (a.Shape.Axis(axes[0], "MatrixNorm"), a.Shape.Axis(axes[1], "MatrixNorm"));
        return rows != columns ? (rows, columns) : throw new ShapeException($"MatrixNorm: axis {axes[1]} is named twice.");
    }

    /// <summary>With two axes moved to the end.</summary>
    private static Tensor ToEnd(Tensor a, int rows, int columns)
    {
        if (rows == a.Rank - 2 && columns == a.Rank - 1) return a;
        int[] others = [.. Enumerable.Range(0, a.Rank).Where(axis => axis != rows && axis != columns)];
        return a.Permute([.. others, rows, columns]);
    }

    private static Tensor Placed(Tensor norms, Tensor a, int rows, int columns, bool keepDims) =>
        keepDims ? norms.ReshapeTo(a.Shape.Collapse(new Axes(1 << rows | 1 << columns))) : norms;
}
