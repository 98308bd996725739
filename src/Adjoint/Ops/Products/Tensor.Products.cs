namespace Adjoint;

/// <remarks>Products by the names of linear algebra's old libraries; integers are multiplied as integers.</remarks>
public sealed partial class Tensor
{
    /// <summary>The product of two matrices: [n, k] and [k, m] → [n, m]; nothing broadcasts.</summary>
    /// <param name="mat2">The right one.</param>
    /// <returns>The product.</returns>
    /// <exception cref="ShapeException">They are no matrices, or the inner sizes differ.</exception>
    public Tensor Mm(Tensor mat2) => Product("Mm", mat2, 2, 2);

    /// <summary>The products of two batches of matrices: [b, n, k] and [b, k, m] → [b, n, m]; nothing broadcasts.</summary>
    /// <param name="mat2">The right ones.</param>
    /// <returns>The products.</returns>
    /// <exception cref="ShapeException">They are no such batches, or sizes differ.</exception>
    public Tensor Bmm(Tensor mat2) => Product("Bmm", mat2, 3, 3);

    /// <summary>The product of a matrix and a vector: [n, k] and [k] → [n].</summary>
    /// <param name="vec">The vector.</param>
    /// <returns>The product.</returns>
    /// <exception cref="ShapeException">They are no matrix and vector, or the inner sizes differ.</exception>
    public Tensor Mv(Tensor vec) => Product("Mv", vec, 2, 1);

    /// <summary>The sum of the products of two vectors' elements.</summary>
    /// <param name="other">A vector of the same length.</param>
    /// <returns>A number.</returns>
    /// <exception cref="ShapeException">They are no vectors of one length.</exception>
    public Tensor Dot(Tensor other) => Product("Dot", other, 1, 1);

    /// <summary>The same as <see cref="Dot"/>, for there are no complex numbers here.</summary>
    /// <param name="other">A vector of the same length.</param>
    /// <returns>A number.</returns>
    /// <exception cref="ShapeException">They are no vectors of one length.</exception>
    public Tensor Vdot(Tensor other) => Product("Vdot", other, 1, 1);

    /// <summary>The sums of products over the last axis of both: [a…, k] and [b…, k] → [a…, b…]; with a number, the product.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The sums.</returns>
    /// <exception cref="ShapeException">The last sizes differ.</exception>
    public Tensor Inner(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank == 0 || other.Rank == 0) return this * other;
        if (Shape[^1] != other.Shape[^1])
            throw new ShapeException($"Inner: the last sizes of {Shape} and {other.Shape} differ.");
        return TensorDot(other, [-1], [-1]);
    }

    /// <summary>Each element of a vector times each of another: [n] and [m] → [n, m].</summary>
    /// <param name="vec2">The other vector.</param>
    /// <returns>The products.</returns>
    /// <exception cref="ShapeException">They are no vectors.</exception>
    public Tensor Outer(Tensor vec2)
    {
        ArgumentNullException.ThrowIfNull(vec2);
        if (Rank != 1 || vec2.Rank != 1) throw new ShapeException($"Outer: takes two vectors, not {Shape} and {vec2.Shape}.");
        return Unsqueeze(1) * vec2;
    }

    /// <summary>The sum of a matrix's diagonal; of integers in int64.</summary>
    /// <returns>A number.</returns>
    /// <exception cref="ShapeException">It is no matrix.</exception>
    public Tensor Trace() => Rank == 2
        ? Diagonal().Sum()
        : throw new ShapeException($"Trace: takes a matrix, not {Shape}; of others sum Diagonal(0, i, j) over its last axis.");

    /// <summary>The cross product of vectors of three along an axis; the other axes broadcast.</summary>
    /// <param name="other">The right factor.</param>
    /// <param name="axis">The axis of the vectors; none for the first of size 3.</param>
    /// <returns>Vectors that are orthogonal to both.</returns>
    /// <exception cref="ShapeException">The axis has not size 3, or the shapes do not broadcast.</exception>
    public Tensor Cross(Tensor other, int? axis = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        Shape shape = Shape.Broadcast(Shape, other.Shape, "Cross");
        int along = axis is { } named ? shape.Axis(named, "Cross") : shape.Span.IndexOf(3);
        int back = along - shape.Rank;
        if (along < 0 || -back > Rank || -back > other.Rank || Shape[back + Rank] != 3 || other.Shape[back + other.Rank] != 3)
            throw new ShapeException($"Cross: {Shape} and {other.Shape} have no axis {(axis is null ? "" : $"{axis} ")}of size 3.");
        return RoundedOnce(x => (Turned(x[0], 1) * Turned(x[1], 2)) - (Turned(x[0], 2) * Turned(x[1], 1)), this, other);

        Tensor Turned(Tensor x, int by) => x.IndexSelect(back + x.Rank, Of<long>(by, (by + 1) % 3, (by + 2) % 3));
    }

    /// <summary>Kronecker's product: each element of this times the whole other, as a block in its place.</summary>
    /// <param name="other">The other; missing axes count as of size 1.</param>
    /// <returns>Of the products of both sizes along each axis.</returns>
    public Tensor Kron(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int rank = Math.Max(Rank, other.Rank);
        int[] outer = new int[2 * rank], inner = new int[2 * rank], result = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int a = axis - rank + Rank, b = axis - rank + other.Rank;
            (outer[2 * axis], inner[2 * axis]) = (a < 0 ? 1 : Shape[a], 1);
            (outer[(2 * axis) + 1], inner[(2 * axis) + 1]) = (1, b < 0 ? 1 : other.Shape[b]);
            result[axis] = outer[2 * axis] * inner[(2 * axis) + 1];
        }

        return (ReshapeTo(outer) * other.ReshapeTo(inner)).ReshapeTo(result);
    }

    /// <summary>The sums of products over the last axes of this and the first of the other.</summary>
    /// <param name="other">The other.</param>
    /// <param name="dims">Over how many axes; 0 for all products.</param>
    /// <returns>The axes of this that are left, then those of the other.</returns>
    /// <exception cref="ShapeException">There are not so many axes, or sizes differ.</exception>
    public Tensor TensorDot(Tensor other, int dims = 2)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (dims < 0 || dims > Rank || dims > other.Rank)
            throw new ShapeException($"TensorDot: {Shape} and {other.Shape} have not {dims} axes to sum over.");
        return TensorDot(other, [.. Enumerable.Range(Rank - dims, dims)], [.. Enumerable.Range(0, dims)]);
    }

    /// <summary>The sums of products over pairs of axes.</summary>
    /// <param name="other">The other.</param>
    /// <param name="axes">Axes of this; of size 1 they broadcast.</param>
    /// <param name="otherAxes">As many of the other, in the same order.</param>
    /// <returns>The axes of this that are left, then those of the other.</returns>
    /// <exception cref="ShapeException">There are no such axes, or sizes differ.</exception>
    public Tensor TensorDot(Tensor other, ReadOnlySpan<int> axes, ReadOnlySpan<int> otherAxes)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (axes.Length != otherAxes.Length)
            throw new ShapeException($"TensorDot: {axes.Length} axes against {otherAxes.Length}; they are pairs.");
        if (Rank + other.Rank > 52) throw new ShapeException($"TensorDot: {Shape} and {other.Shape} have too many axes.");
        char[] a = [.. Enumerable.Range('a', Rank).Select(i => (char)i)];
        char[] b = [.. Enumerable.Range('A', other.Rank).Select(i => (char)i)];
        Axes mine = axes.IsEmpty ? default : Axes.Resolve(axes, Shape, "TensorDot");
        Axes others = otherAxes.IsEmpty ? default : Axes.Resolve(otherAxes, other.Shape, "TensorDot");
        for (int i = 0; i < axes.Length; i++)
        {
            (int one, int two) = (Shape.Axis(axes[i], "TensorDot"), other.Shape.Axis(otherAxes[i], "TensorDot"));
            if (Shape[one] != other.Shape[two] && Shape[one] != 1 && other.Shape[two] != 1)
            {
                throw new ShapeException(
                    $"TensorDot: axis {axes[i]} of {Shape} and axis {otherAxes[i]} of {other.Shape} have sizes {Shape[one]} and "
                    + $"{other.Shape[two]}; they must be equal.");
            }

            b[two] = a[one];
        }

        string left = new([.. a.Where((_, axis) => !mine.Contains(axis))]), right = new([.. b.Where((_, axis) => !others.Contains(axis))]);
        return Einsum($"{new string(a)},{new string(b)}->{left}{right}", this, other);
    }

    /// <summary>The product of matrices, in the order that takes least work.</summary>
    /// <param name="matrices">One or more.</param>
    /// <returns>The product.</returns>
    /// <exception cref="ShapeException">There are none or too many, one is no matrix, or sizes differ.</exception>
    public static Tensor ChainMatMul(params ReadOnlySpan<Tensor> matrices)
    {
        const string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        if (matrices.IsEmpty || matrices.Length >= letters.Length)
            throw new ShapeException($"ChainMatMul: takes 1 to {letters.Length - 1} matrices, not {matrices.Length}.");
        var terms = new string[matrices.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(matrices[i], nameof(matrices));
            if (matrices[i].Rank != 2) throw new ShapeException($"ChainMatMul: {matrices[i].Shape} is no matrix.");
            if (i > 0 && matrices[i - 1].Shape[1] != matrices[i].Shape[0])
                throw new ShapeException($"ChainMatMul: inner sizes differ: {matrices[i - 1].Shape} x {matrices[i].Shape}.");
            terms[i] = letters.Substring(i, 2);
        }

        return Einsum($"{string.Join(',', terms)}->{letters[0]}{letters[matrices.Length]}", matrices);
    }

    private Tensor Product(string operation, Tensor other, int rank, int otherRank)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool fits = Rank == rank && other.Rank == otherRank && Shape[^1] == other.Shape[otherRank == 1 ? 0 : ^2]
            && (rank < 3 || Shape[0] == other.Shape[0]);
        if (!fits)
        {
            string wanted = (rank, otherRank) switch
            {
                (3, _) => "[b, n, k] and [b, k, m]",
                (2, 2) => "[n, k] and [k, m]",
                (2, _) => "[n, k] and [k]",
                _ => "two vectors of one length",
            };
            throw new ShapeException($"{operation}: takes {wanted}, not {Shape} and {other.Shape}.");
        }

        return MatMul(other);
    }
}
