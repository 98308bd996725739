namespace Adjoint.Kernels;

/// <summary>Arithmetic of vectors that .NET offers for float and double only, for a type known when code is generated.</summary>
internal static class VectorMath
{
    /// <summary>left · right + addend of floats or doubles, rounded once where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> left, Vector512<T> right, Vector512<T> addend)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();

    /// <summary>−1, 0 or 1 for the sign of each element; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sign<T>(Vector512<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> zero = Vector512<T>.Zero;
        Vector512<T> positive = Vector512.ConditionalSelect(Vector512.GreaterThan(x, zero), Vector512<T>.One, x - x);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, zero), -Vector512<T>.One, positive);
    }
}
