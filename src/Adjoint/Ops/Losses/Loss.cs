using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>
/// −(t·log p + (1 − t)·log(1 − p)) of a probability p and its target t, the logarithms kept above −100 and the slope's
/// denominator above 10⁻¹², as in PyTorch: sure predictions, right or wrong, have a finite loss and gradient.
/// </summary>
/// <remarks>The slope in the target is that of the bounded logarithms; PyTorch's is infinite where p is 0 or 1.</remarks>
internal sealed record BinaryCrossEntropy : PointwiseBinaryOp
{
    internal static readonly BinaryCrossEntropy Op = new();
    private const double LowestLog = -100;

    // A float also in float64, as there.
    private const double LeastVariance = 1e-12f;

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        const int block = 256;
        Span<T> log = stackalloc T[block];
        Span<T> rest = stackalloc T[block];
        while (y.Length > 0)
        {
            int length = Math.Min(block, y.Length);
            Row(a[..length], b[..length], log[..length], rest[..length], y[..length]);
            a = a[length..];
            b = b[length..];
            y = y[length..];
        }
    }

    protected override Tensor? Slope(Call call, int input)
    {
        Tensor p = call[0];
        return input == 0
            ? (p - call[1]) / (p * (1 - p)).Clamp(LeastVariance)
            : (1 - p).Log().Clamp(LowestLog) - p.Log().Clamp(LowestLog);
    }

    private static void Row<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> t, Span<T> log, Span<T> rest, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Subtract(T.One, p, log);
        BoundedLog<T>(log, log);
        TensorPrimitives.Subtract(T.One, t, rest);
        TensorPrimitives.Multiply(log, rest, log);
        BoundedLog(p, y);
        TensorPrimitives.MultiplyAdd(y, t, log, y);
        TensorPrimitives.Negate(y, y);
    }

    private static void BoundedLog<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        VectorMap.Run<T, LogFunction<T>>(x, y);
        TensorPrimitives.Max(y, T.CreateTruncating(LowestLog), y);
    }
}
