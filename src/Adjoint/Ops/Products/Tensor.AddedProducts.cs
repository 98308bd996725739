namespace Adjoint;

/// <remarks>β·this + α·a product. With β = 0 this does not count, not even where it is NaN.</remarks>
public sealed partial class Tensor
{
    /// <summary>β·this + α·mat1·mat2: [n, k] and [k, m], to whose product [n, m] this broadcasts.</summary>
    /// <param name="mat1">The left matrix.</param>
    /// <param name="mat2">The right matrix.</param>
    /// <param name="beta">Factor of this.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <returns>The sum, [n, m].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Addmm(Tensor mat1, Tensor mat2, double beta = 1, double alpha = 1) =>
        Added("Addmm", mat1, mat2, beta, alpha, (a, b) => a.Product("Addmm", b, 2, 2));

    /// <summary>β·this + α·mat·vec: [n, k] and [k], to whose product [n] this broadcasts.</summary>
    /// <param name="mat">The matrix.</param>
    /// <param name="vec">The vector.</param>
    /// <param name="beta">Factor of this.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <returns>The sum, [n].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Addmv(Tensor mat, Tensor vec, double beta = 1, double alpha = 1) =>
        Added("Addmv", mat, vec, beta, alpha, (a, b) => a.Product("Addmv", b, 2, 1));

    /// <summary>β·this + α·the outer product of vectors [n] and [m], to whose shape [n, m] this broadcasts.</summary>
    /// <param name="vec1">The first vector.</param>
    /// <param name="vec2">The second vector.</param>
    /// <param name="beta">Factor of this.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <returns>The sum, [n, m].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Addr(Tensor vec1, Tensor vec2, double beta = 1, double alpha = 1) =>
        Added("Addr", vec1, vec2, beta, alpha, (a, b) => a.Rank == 1 && b.Rank == 1
            ? a.Outer(b)
            : throw new ShapeException($"Addr: takes two vectors, not {a.Shape} and {b.Shape}."));

    /// <summary>β·this + α·the products of batches [b, n, k] and [b, k, m], to whose shape [b, n, m] this broadcasts.</summary>
    /// <param name="batch1">The left matrices.</param>
    /// <param name="batch2">The right matrices.</param>
    /// <param name="beta">Factor of this.</param>
    /// <param name="alpha">Factor of the products.</param>
    /// <returns>The sums, [b, n, m].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Baddbmm(Tensor batch1, Tensor batch2, double beta = 1, double alpha = 1) =>
        Added("Baddbmm", batch1, batch2, beta, alpha, (a, b) => a.Product("Baddbmm", b, 3, 3));

    /// <summary>β·this + α·the sum of the products of batches [b, n, k] and [b, k, m], to whose shape [n, m] this broadcasts.</summary>
    /// <param name="batch1">The left matrices.</param>
    /// <param name="batch2">The right matrices.</param>
    /// <param name="beta">Factor of this.</param>
    /// <param name="alpha">Factor of the sum.</param>
    /// <returns>The sum, [n, m].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Addbmm(Tensor batch1, Tensor batch2, double beta = 1, double alpha = 1) =>
        Added("Addbmm", batch1, batch2, beta, alpha, (a, b) =>
        {
            if (a.Rank != 3 || b.Rank != 3 || a.Shape[0] != b.Shape[0] || a.Shape[2] != b.Shape[1]) return a.Product("Addbmm", b, 3, 3);
            return Einsum("bnk,bkm->nm", a, b);
        });

    /// <summary>this + value·tensor1·tensor2, element by element, with broadcasting.</summary>
    /// <param name="tensor1">A factor.</param>
    /// <param name="tensor2">A factor.</param>
    /// <param name="value">A number that multiplies the product.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Addcmul(Tensor tensor1, Tensor tensor2, double value = 1) =>
        RoundedOnce(x => x[0] + Times(x[1] * x[2], value), this, tensor1, tensor2);

    /// <summary>this + value·tensor1/tensor2, element by element, with broadcasting.</summary>
    /// <param name="tensor1">The dividend.</param>
    /// <param name="tensor2">The divisor.</param>
    /// <param name="value">A number that multiplies the quotient.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Addcdiv(Tensor tensor1, Tensor tensor2, double value = 1) =>
        RoundedOnce(x => x[0] + Times(x[1] / x[2], value), this, tensor1, tensor2);

    private Tensor Added(string operation, Tensor a, Tensor b, double beta, double alpha, Func<Tensor, Tensor, Tensor> product) =>
        RoundedOnce(
            x =>
            {
                Tensor y = Times(product(x[1], x[2]), alpha);
                if (Shape.Broadcast(Shape, y.Shape, operation) != y.Shape)
                    throw new ShapeException($"{operation}: {Shape} does not broadcast to the product's shape {y.Shape}.");
                return beta == 0 ? y.To(DTypes.Promote(x[0].DType, y.DType)) : Times(x[0], beta) + y;
            },
            this, a, b);

    /// <summary>A tensor times a number; the tensor itself where that is 1.</summary>
    private static Tensor Times(Tensor x, double factor) => factor == 1 ? x : x * factor;
}
