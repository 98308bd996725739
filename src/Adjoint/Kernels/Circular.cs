using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>Sine and cosine of rows of numbers, in radians.</summary>
internal static class Circular
{
    /// <summary>y[i] = sin x[i]; the rows may be the same.</summary>
    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMap.Run<T, SinFunction<T>>(x, y);

    /// <summary>y[i] = cos x[i]; the rows may be the same.</summary>
    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMap.Run<T, CosFunction<T>>(x, y);

    // The runtime's functions choose a method by the largest lane of a vector, so groups must not depend on alignment.
    private readonly struct SinFunction<T> : IVectorFunction<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
            ? Vector512.Sin(x.AsSingle()).As<float, T>()
            : Vector512.Sin(x.AsDouble()).As<double, T>();
    }

    private readonly struct CosFunction<T> : IVectorFunction<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
            ? Vector512.Cos(x.AsSingle()).As<float, T>()
            : Vector512.Cos(x.AsDouble()).As<double, T>();
    }
}
