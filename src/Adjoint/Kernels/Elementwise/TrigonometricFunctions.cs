namespace Adjoint.Kernels;

/// <summary>Sine, in radians.</summary>
/// <remarks>The runtime's functions choose a method by the largest element of a vector, so vectors must not depend on alignment.</remarks>
internal readonly struct SinFunction<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
        ? Vector512.Sin(x.AsSingle()).As<float, T>()
        : Vector512.Sin(x.AsDouble()).As<double, T>();
}

/// <summary>Cosine, in radians.</summary>
internal readonly struct CosFunction<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
        ? Vector512.Cos(x.AsSingle()).As<float, T>()
        : Vector512.Cos(x.AsDouble()).As<double, T>();
}

/// <summary>Tangent, in radians.</summary>
internal readonly struct TanFunction<T> : IVectorFunction<T> where T : unmanaged
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
