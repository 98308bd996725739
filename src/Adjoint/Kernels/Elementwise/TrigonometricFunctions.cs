using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>Sine, cosine and tangent of rows of numbers, in radians.</summary>
internal static class TrigonometricFunctions
{
    /// <summary>y[i] = sin x[i]; the rows may be the same.</summary>
    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMap.Run<T, SinFunction<T>>(x, y);

    /// <summary>y[i] = cos x[i]; the rows may be the same.</summary>
    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMap.Run<T, CosFunction<T>>(x, y);

    /// <summary>y[i] = tan x[i]; the rows may be the same.</summary>
    public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMap.Run<T, TanFunction<T>>(x, y);

    // The runtime's functions choose a method by the largest element of a vector, so vectors must not depend on alignment.
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

    private readonly struct TanFunction<T> : IVectorFunction<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x)
        {
            if (typeof(T) == typeof(float))
            {
                (Vector512<float> sin, Vector512<float> cos) = Vector512.SinCos(x.AsSingle());
                return (sin / cos).As<float, T>();
            }
            else
            {
                (Vector512<double> sin, Vector512<double> cos) = Vector512.SinCos(x.AsDouble());
                return (sin / cos).As<double, T>();
            }
        }
    }
}
