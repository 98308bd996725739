namespace Adjoint.Ops;

/// <summary>What operations on matrices ask of shapes, and the algebra that their derivatives share.</summary>
internal static class Matrices
{
    /// <summary>The axes before the last two.</summary>
    public static Shape Batch(Shape shape) => Shape.Create(shape.Span[..^2]);

    /// <summary>Fails unless there are so many inputs of one real type, and the first is a batch of matrices.</summary>
    public static Spec One(Op op, ReadOnlySpan<Spec> x, int inputs = 1)
    {
        Expect.Reals(op, x, inputs);
        if (x[0].Rank < 2) throw new ShapeException($"{op.Name}: takes a matrix or a batch of them, not {x[0].Shape}.");
        return x[0];
    }

    /// <summary>The same for square matrices.</summary>
    public static Spec Square(Op op, ReadOnlySpan<Spec> x, int inputs = 1)
    {
        Spec a = One(op, x, inputs);
        if (a.Shape[^1] != a.Shape[^2]) throw new ShapeException($"{op.Name}: takes square matrices, not {a.Shape}.");
        return a;
    }

    /// <summary>Square matrices, and right-hand sides with as many rows in an equally long batch.</summary>
    public static Spec System(Op op, ReadOnlySpan<Spec> x)
    {
        Spec a = Square(op, x, 2);
        Fits(op, a, x[1]);
        return x[1];
    }

    /// <summary>Fails unless right-hand sides have the rows and the batch of matrices.</summary>
    public static void Fits(Op op, Spec a, Spec b)
    {
        if (b.Rank != a.Rank || !Batch(a.Shape).Equals(Batch(b.Shape)) || b.Shape[^2] != a.Shape[^2])
            throw new ShapeException(
                $"{op.Name}: a right-hand side {b.Shape} does not fit {a.Shape}; it has as many rows as the matrix, and its batch.");
    }

    /// <summary>A result of the input's batch with other axes after it.</summary>
    public static Spec Sized(Spec x, params ReadOnlySpan<int> sizes) => new(x.DType, [.. x.Shape.Span[..^2], .. sizes]);

    /// <summary>A⁻¹·B for a triangular A.</summary>
    public static Tensor Solve(Tensor a, Tensor b, bool upper, bool unit = false) => Engine.Apply(new SolveTriangular(upper, unit), a, b);

    /// <summary>B·A⁻¹ for a triangular A.</summary>
    public static Tensor SolveRight(Tensor b, Tensor a, bool upper, bool unit = false) =>
        Solve(a.Transpose(), b.Transpose(), !upper, unit).Transpose();

    /// <summary>Ones on the diagonal, broadcast to a batch when it is added.</summary>
    public static Tensor Eye(Tensor like) => Tensor.Eye(like.Shape[^2], like.Shape[^1], like.DType);

    /// <summary>Matrices with the last axis on the diagonal.</summary>
    public static Tensor Diagonal(Tensor x)
    {
        int n = x.Shape[^1];
        var place = new Diagonal(0, x.Rank - 1, x.Rank);
        return Engine.Apply(new PlaceDiagonal(place, [.. x.Shape.Span, n]), x);
    }

    /// <summary>The distance from 1 to the next number of a type.</summary>
    public static double Epsilon(DType dtype) => dtype == DType.Float64 ? double.BitIncrement(1) - 1 : float.BitIncrement(1) - 1;
}
