using Adjoint.Ops;

namespace Adjoint;

public static partial class Linalg
{
    /// <summary>The inverse. To solve a system, <see cref="Solve"/> is faster and more exact.</summary>
    /// <param name="a">Regular matrices [.., n, n].</param>
    /// <returns>The inverses [.., n, n].</returns>
    /// <exception cref="LinalgException">A matrix is singular.</exception>
    public static Tensor Inv(Tensor a) => Back(Engine.Apply(Inverse.Op, Square("Inv", a)), a);

    /// <summary>The determinant; differentiable also at singular matrices, twice.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <returns>The determinants [..]; 1 for a matrix without elements.</returns>
    /// <exception cref="ShapeException">The tensor is no square matrix or a batch of them.</exception>
    public static Tensor Det(Tensor a) => Back(Engine.Apply(Determinant.Op, Square("Det", a)), a);

    /// <summary>The sign of the determinant, and the logarithm of its size: without overflow.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <returns>−1, 0 or 1, and the logarithm, −∞ for singular matrices; each [..].</returns>
    /// <exception cref="ShapeException">The tensor is no square matrix or a batch of them.</exception>
    public static (Tensor Sign, Tensor Logabsdet) Slogdet(Tensor a)
    {
        Tensor[] y = Engine.ApplyAll(Ops.Slogdet.Op, Square("Slogdet", a));
        return (Back(y[0].Detach(), a), Back(y[1], a));
    }

    /// <summary>The logarithm of the determinant.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <returns>The logarithms [..]: −∞ for singular matrices, NaN for negative determinants.</returns>
    /// <exception cref="ShapeException">The tensor is no square matrix or a batch of them.</exception>
    public static Tensor Logdet(Tensor a)
    {
        Tensor[] y = Engine.ApplyAll(Ops.Slogdet.Op, Square("Logdet", a));
        return Back(y[1].MaskedFill(y[0].Detach().Less(0), double.NaN), a);
    }

    /// <summary>Moore and Penrose's inverse, by the singular value decomposition.</summary>
    /// <remarks>Singular values up to max(atol, rtol · the largest) count as zero. The derivative is that where the rank stays.</remarks>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <param name="atol">The absolute tolerance; 0 if null.</param>
    /// <param name="rtol">The relative tolerance; if null, 0 where atol is given, else max(m, n) times the type's rounding.</param>
    /// <param name="hermitian">Whether the matrices are symmetric; then only the lower triangle is read.</param>
    /// <returns>The pseudo-inverses [.., n, m].</returns>
    /// <exception cref="LinalgException">An element is NaN or infinite.</exception>
    public static Tensor Pinv(Tensor a, double? atol = null, double? rtol = null, bool hermitian = false)
    {
        Tensor x = hermitian ? FromLower(Square("Pinv", a)) : Matrix("Pinv", a);
        (double absolute, double relative) = Tolerances(a, atol, rtol);
        return Back(Engine.Apply(new PseudoInverse(absolute, relative), x), a);
    }

    /// <summary>The product of n equal matrices; of −n inverses for a negative n.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <param name="n">The exponent; 0 gives the identity.</param>
    /// <returns>The powers [.., n, n].</returns>
    /// <exception cref="LinalgException">The exponent is negative, and a matrix singular.</exception>
    public static Tensor MatrixPower(Tensor a, int n)
    {
        Tensor x = Square("MatrixPower", a);
        if (n == 0) return Back(Matrices.Eye(x).ExpandTo(x.Shape), a);
        Tensor power = n < 0 ? Engine.Apply(Inverse.Op, x) : x;
        Tensor? product = null;
        for (long rest = Math.Abs((long)n); ; power = power.MatMul(power))
        {
            if ((rest & 1) != 0) product = product is null ? power : product.MatMul(power);
            if ((rest >>= 1) == 0) return Back(product!, a);
        }
    }

    /// <summary>e to the power of a matrix, by scaling and squaring.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <returns>The exponentials [.., n, n]; all NaN where an element is not finite.</returns>
    /// <exception cref="ShapeException">The tensor is no square matrix or a batch of them.</exception>
    public static Tensor MatrixExp(Tensor a) => Back(Engine.Apply(Ops.MatrixExp.Op, Square("MatrixExp", a)), a);

    /// <summary>The number of singular values above max(atol, rtol · the largest).</summary>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <param name="atol">The absolute tolerance; 0 if null.</param>
    /// <param name="rtol">The relative tolerance; if null, 0 where atol is given, else max(m, n) times the type's rounding.</param>
    /// <param name="hermitian">Whether the matrices are symmetric; then only the lower triangle is read.</param>
    /// <returns>The ranks [..], int64.</returns>
    /// <exception cref="LinalgException">An element is NaN or infinite.</exception>
    public static Tensor MatrixRank(Tensor a, double? atol = null, double? rtol = null, bool hermitian = false)
    {
        Tensor x = hermitian ? FromLower(Square("MatrixRank", a)) : Matrix("MatrixRank", a);
        if (x.Numel == 0) return Tensor.Zeros(Matrices.Batch(x.Shape), DType.Int64);
        (double absolute, double relative) = Tolerances(a, atol, rtol);
        Tensor s = Engine.Apply(new Svd(false, false), x);
        Tensor largest = s.Amax([-1], true) * relative;
        return s.Greater(largest.Clamp(min: absolute)).To(DType.Int64).Sum([-1], false);
    }

    /// <summary>The columns 1, x, x², …, of each vector.</summary>
    /// <param name="x">Vectors [.., n].</param>
    /// <param name="n">Number of columns; if null, as many as rows.</param>
    /// <returns>Matrices [.., n, columns].</returns>
    /// <exception cref="ShapeException">The tensor is a number, or the number of columns is negative.</exception>
    public static Tensor Vander(Tensor x, int? n = null)
    {
        Tensor real = Real(x);
        if (real.Rank == 0) throw new ShapeException("Vander: takes vectors, not a number.");
        int columns = n ?? real.Shape[^1];
        if (columns < 0) throw new ShapeException($"Vander: the number of columns is not negative, as {columns} is.");
        if (columns == 0) return Tensor.Zeros([.. real.Shape.Span, 0], x.DType);
        var powers = new Tensor[columns];
        powers[0] = Tensor.Ones(real.Shape, real.DType);
        for (int i = 1; i < columns; i++) powers[i] = i == 1 ? real : powers[i - 1] * real;
        return Back(Tensor.Stack(powers, -1), x);
    }

    /// <summary>The product of matrices in the order that takes the fewest multiplications.</summary>
    /// <param name="tensors">Two or more matrices; the first and the last may be vectors, a row and a column.</param>
    /// <returns>The product.</returns>
    /// <exception cref="ShapeException">There are fewer than two, one is no matrix or vector, or inner sizes differ.</exception>
    public static Tensor MultiDot(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length < 2) throw new ShapeException($"MultiDot: takes two or more matrices, not {tensors.Length}.");
        Tensor[] x = tensors.ToArray();
        int last = x.Length - 1;
        foreach (Tensor tensor in x) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        (bool row, bool column) = (x[0].Rank == 1, x[last].Rank == 1);
        Tensor[] matrices = [.. x.Select(Real)];
        if (row) matrices[0] = matrices[0].Unsqueeze(0);
        if (column) matrices[last] = matrices[last].Unsqueeze(-1);
        for (int i = 0; i <= last; i++)
        {
            if (matrices[i].Rank != 2) throw new ShapeException($"MultiDot: tensor {i} of shape {x[i].Shape} is no matrix.");
            if (i > 0 && matrices[i - 1].Shape[1] != matrices[i].Shape[0])
                throw new ShapeException($"MultiDot: inner sizes differ: {x[i - 1].Shape} x {x[i].Shape}, tensors {i - 1} and {i}.");
        }

        Tensor product = ProductOrder.Multiply(matrices);
        if (row) product = product.Squeeze(0);
        if (column) product = product.Squeeze(-1);
        DType type = x.Select(t => t.DType).Aggregate(DTypes.Promote);
        return type.IsHalf() ? product.To(type) : product;
    }

    /// <summary>The inner products of vectors along an axis; with broadcasting.</summary>
    /// <param name="x">Vectors.</param>
    /// <param name="y">Vectors.</param>
    /// <param name="axis">Their axis.</param>
    /// <returns>Without the axis.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast, or there is no such axis.</exception>
    public static Tensor Vecdot(Tensor x, Tensor y, int axis = -1) => Back((Real(x) * Real(y)).Sum([axis], false), x, y);

    /// <summary>The symmetric matrix whose lower triangle is given.</summary>
    private static Tensor FromLower(Tensor a) => a.Tril() + a.Tril(-1).Transpose();
}
