namespace Adjoint.Kernels;

/// <summary>2ˣ in double precision, exact for whole x: x = n + r with |r| ≤ ½, and eʳ ˡᵒᵍ ² scaled by 2ⁿ.</summary>
internal readonly struct Exp2Function : IVectorFunction<double>
{
    // Beyond these the result is ∞ or 0.
    private const double Most = 1100, Least = -1200;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        // x86 returns the second operand where one is NaN, other processors NaN: both keep NaN here.
        x = Vector512.MinNative(Vector512.Create(Most), Vector512.MaxNative(Vector512.Create(Least), x));
        Vector512<double> n = Vector512.Round(x);
        Vector512<double> p = Vector512.Exp((x - n) * Vector512.Create(0.69314718055994530942));
        // 2ⁿ in two factors, since n goes beyond what one exponent holds. The first product is exact.
        Vector512<long> power = Vector512.ConvertToInt64Native(n);
        Vector512<long> half = power >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> n) => ((n + Vector512.Create(1023L)) << 52).AsDouble();
}
