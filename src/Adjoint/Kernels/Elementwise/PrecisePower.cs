using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Powers of doubles within about one unit in the last place: e^(b·log a), with the logarithm, and its product with b, as sums of two
/// doubles each (Dekker 1971, Numerische Mathematik 18).
/// </summary>
internal static class PrecisePower
{
    // log 2, the first part with so few bits that its product with an exponent of two is exact.
    private const double Log2High = 6.93147180369123816490e-01, Log2Low = 1.90821492927058770002e-10;

    /// <summary>Beyond these a result is ∞ or 0.</summary>
    private const double Most = 800;

    /// <summary>Without fused multiply-add the second parts would cost more than the runtime's function.</summary>
    private static bool IsSupported => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>y[i] = a[i] to the power b[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
    {
        int i = 0, lanes = Vector512<double>.Count;
        for (; IsSupported && i <= y.Length - lanes; i += lanes) Eight(a.Slice(i, lanes), b.Slice(i, lanes), y.Slice(i, lanes));
        if (i == y.Length) return;
        if (!IsSupported)
        {
            for (; i < y.Length; i++) y[i] = Math.Pow(a[i], b[i]);
            return;
        }

        // The end in a vector of its own, so that a number's bits do not depend on where it stands.
        Span<double> bases = stackalloc double[lanes], exponents = stackalloc double[lanes], powers = stackalloc double[lanes];
        bases.Fill(1);
        exponents.Fill(1);
        a[i..].CopyTo(bases);
        b[i..].CopyTo(exponents);
        Eight(bases, exponents, powers);
        powers[..(y.Length - i)].CopyTo(y[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
    {
        Vector512<double> x = Vector512.Create(a), exponent = Vector512.Create(b);
        Vector512<double> isCommon = Vector512.GreaterThanOrEqual(x, Vector512.Create(2.2250738585072014e-308))
            & Vector512.LessThan(x, Vector512.Create(double.PositiveInfinity))
            & Vector512.LessThan(Vector512.Abs(exponent), Vector512.Create(double.PositiveInfinity));
        Of(x, exponent).CopyTo(y);
        ulong common = isCommon.ExtractMostSignificantBits();
        for (int i = 0; common != 0xFF && i < Vector512<double>.Count; i++)
            if (((common >> i) & 1) == 0) y[i] = Math.Pow(a[i], b[i]);
    }

    /// <summary>For ordinary positive numbers and finite exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Of(Vector512<double> x, Vector512<double> exponent)
    {
        (Vector512<double> log, Vector512<double> rest) = Log(x);
        Vector512<double> product = exponent * log;
        Vector512<double> low = Vector512.FusedMultiplyAdd(exponent, log, -product) + (exponent * rest);
        Vector512<double> isIn = Vector512.LessThan(Vector512.Abs(product), Vector512.Create(Most));
        low = Vector512.ConditionalSelect(isIn, low, Vector512<double>.Zero);
        return Exp(Vector512.MinNative(Vector512.MaxNative(product, Vector512.Create(-Most)), Vector512.Create(Most)), low);
    }

    /// <summary>log x in two parts: x = m·2ⁿ with m about 1, log m = 2·artanh s, s = (m − 1)/(m + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> High, Vector512<double> Low) Log(Vector512<double> x)
    {
        Vector512<double> one = Vector512<double>.One;
        // The bits of √½ taken off, so that the exponent's part counts from there.
        Vector512<long> bits = x.AsInt64() - Vector512.Create(0x3FE6A09E667F3BCD);
        Vector512<long> power = bits >> 52;
        Vector512<double> n = Vector512.ConvertToDouble(power);
        Vector512<double> m = (x.AsInt64() - (power << 52)).AsDouble();

        Vector512<double> above = m - one, sum = m + one, part = sum - one;
        Vector512<double> sumLow = (m - part) + (one - (sum - part));
        Vector512<double> s = above / sum;
        Vector512<double> sLow = (Vector512.FusedMultiplyAdd(-s, sum, above) - (s * sumLow)) / sum;

        Vector512<double> z = s * s;
        Vector512<double> p = Vector512.Create(2.0 / 25);
        for (int k = 23; k >= 3; k -= 2) p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.0 / k));
        (Vector512<double> high, Vector512<double> low) = Sum(s + s, Vector512.FusedMultiplyAdd(s * z, p, sLow + sLow));

        // n·log 2 is 0 or larger than the rest.
        (Vector512<double> all, Vector512<double> small) = Sum(n * Vector512.Create(Log2High), high);
        return Sum(all, small + Vector512.FusedMultiplyAdd(n, Vector512.Create(Log2Low), low));
    }

    /// <summary>e^(x + low), by x = n·log 2 + r and the series for eʳ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exp(Vector512<double> x, Vector512<double> low)
    {
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> n = Vector512.Round(x * Vector512.Create(1.4426950408889634));
        Vector512<double> high = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Log2High), x);
        low = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Log2Low), low);
        Vector512<double> r = high + low;
        low += high - r;
        Vector512<double> p = Vector512.Create(1 / 6227020800.0);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 479001600.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 39916800.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 3628800.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 362880.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 40320.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 5040.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 720.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 120.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 24.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1 / 6.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5));
        p = one + (r + Vector512.FusedMultiplyAdd(p, r * r, low));

        // 2ⁿ in two factors, for results at both ends of the range.
        Vector512<long> power = Vector512.ConvertToInt64Native(n);
        Vector512<long> half = power >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> n) => ((n + Vector512.Create(1023L)) << 52).AsDouble();

    /// <summary>a + b and what its rounding leaves, where a is 0 or the larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> High, Vector512<double> Low) Sum(Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> sum = a + b;
        return (sum, b - (sum - a));
    }
}
