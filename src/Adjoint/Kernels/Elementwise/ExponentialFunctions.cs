using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>The logarithm to base 2.</summary>
internal readonly struct Log2Function<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
        ? Vector512.Log2(x.AsSingle()).As<float, T>()
        : Vector512.Log2(x.AsDouble()).As<double, T>();
}

/// <summary>The logarithm to base 10.</summary>
internal readonly struct Log10Function<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x) => LogFunction<T>.Of(x) / VectorMap.Constant<T>(2.302585092994045684);
}

/// <summary>The hyperbolic cosine.</summary>
internal readonly struct CoshFunction<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x)
    {
        // From the square root of e^|x|, since e^|x| overflows before half of it does.
        Vector512<T> half = VectorMap.Constant<T>(0.5);
        Vector512<T> root = ExpFunction<T>.Of(Vector512.Abs(x) * half);
        return (half * root * root) + (half / root / root);
    }
}

/// <summary>eˣ: the runtime's in double; in single precision one of our own, since the runtime's e⁰ is not 1.</summary>
/// <remarks>
/// By x = n·log 2 + r with |r| ≤ ½ log 2, and the polynomial for eʳ of S. Moshier's Cephes library (expf.c, 1992).
/// Within one unit in the last place.
/// </remarks>
internal readonly struct ExpFunction<T> : IVectorFunction<T> where T : unmanaged
{
    // Beyond these the result is ∞ or 0.
    private const float Most = 89, Least = -104;

    // log 2 in two parts, the first with few bits, so that n times it is exact.
    private const float Log2High = 0.693359375f, Log2Low = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
        ? Single(x.AsSingle()).As<float, T>()
        : Vector512.Exp(x.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Single(Vector512<float> x)
    {
        // x86 returns the second operand where one is NaN, other processors NaN: both keep NaN here.
        x = Vector512.MinNative(Vector512.Create(Most), Vector512.MaxNative(Vector512.Create(Least), x));
        Vector512<float> n = Vector512.Round(x * Vector512.Create(1.44269504088896341f));
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Log2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Log2Low), r);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512<float>.One;

        if (Avx512F.IsSupported) return Avx512F.Scale(p, n);

        // 2ⁿ in two factors: n runs from −150 to 128, beyond what one exponent field holds. The first product is exact.
        Vector512<int> power = Vector512.ConvertToInt32Native(n);
        Vector512<int> half = power >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();
}

/// <summary>The natural logarithm; −∞ at 0, NaN below.</summary>
internal readonly struct LogFunction<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
        ? Vector512.Log(x.AsSingle()).As<float, T>()
        : Vector512.Log(x.AsDouble()).As<double, T>();
}
