using Adjoint.Ops;

namespace Adjoint;

/// <summary>
/// Linear algebra on matrices and batches of them, in PyTorch's words (torch.linalg): the matrices are the last two axes, those before them
/// a batch. Takes float64 and float32, which is computed in float64 and rounded once; float16, bfloat16 and integers are taken as float32.
/// </summary>
/// <remarks>
/// What a matrix does not have is an error and never NaN without a word: <see cref="LinalgException"/> names the matrix of the batch and
/// the place in it. Derivatives of any order; where eigenvalues or singular values coincide, so that their vectors have none, that is such
/// an error.
/// </remarks>
public static partial class Linalg
{
    /// <summary>A as real numbers of at least float32.</summary>
    private static Tensor Real(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.DType.IsFloatingPoint() ? a.Widened() : a.To(DType.Float32);
    }

    /// <summary>A as matrices of real numbers.</summary>
    private static Tensor Matrix(string operation, Tensor a)
    {
        Tensor real = Real(a);
        return real.Rank >= 2 ? real : throw new ShapeException($"{operation}: takes a matrix or a batch of them, not {a.Shape}.");
    }

    /// <summary>The same, which are square.</summary>
    private static Tensor Square(string operation, Tensor a)
    {
        Tensor real = Matrix(operation, a);
        return real.Shape[^1] == real.Shape[^2] ? real : throw new ShapeException($"{operation}: takes square matrices, not {a.Shape}.");
    }

    /// <summary>A result in the type of what was given, where that is half precision.</summary>
    private static Tensor Back(Tensor y, Tensor a) => a.DType.IsHalf() && y.DType.IsFloatingPoint() ? y.To(a.DType) : y;

    /// <summary>The same for two.</summary>
    private static Tensor Back(Tensor y, Tensor a, Tensor b)
    {
        DType type = DTypes.Promote(a.DType, b.DType);
        return type.IsHalf() ? y.To(type) : y;
    }

    /// <summary>Matrices and right-hand sides in one type and with one batch.</summary>
    private static (Tensor A, Tensor B) Together(string operation, Tensor a, Tensor b)
    {
        (a, b) = (Matrix(operation, a), Matrix(operation, b));
        DType type = DTypes.Promote(a.DType, b.DType);
        Shape batch = Shape.Broadcast(Matrices.Batch(a.Shape), Matrices.Batch(b.Shape), operation);
        return (Spread(a.To(type), batch), Spread(b.To(type), batch));
    }

    private static Tensor Spread(Tensor a, Shape batch) => a.ExpandTo([.. batch.Span, .. a.Shape.Span[^2..]]);

    /// <summary>Whether a right-hand side is one vector, or one for each matrix.</summary>
    private static bool IsVector(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return b.Rank == 1 || (b.Rank == a.Rank - 1 && b.Shape.Span.SequenceEqual(a.Shape.Span[..^1]));
    }

    /// <summary>Up to which singular value counts as zero: what is given, or the type's rounding times the longer side.</summary>
    private static (double Absolute, double Relative) Tolerances(Tensor a, double? atol, double? rtol)
    {
        DType type = a.DType.IsFloatingPoint() && !a.DType.IsHalf() ? a.DType : DType.Float32;
        double rounding = Math.Max(a.Shape[^1], a.Shape[^2]) * Matrices.Epsilon(type);
        return (atol ?? 0, rtol ?? (atol is > 0 ? 0 : rounding));
    }
}
