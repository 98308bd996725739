namespace Adjoint.Kernels;

/// <summary>
/// eˣ − 1, log(1 + x), sinh and tanh, to a few units in the last place also near 0. TensorPrimitives computes
/// the first two as they are written, which leaves no correct digit there.
/// </summary>
/// <remarks>
/// Near 0 a polynomial is used: Taylor's for eˣ − 1 and sinh, and for log(1 + x) that of 2 artanh(x / (2 + x)). Where it ends, the plain
/// form loses no more than two bits. Coefficients are in ascending powers; float32 needs only the first.
/// </remarks>
internal static class PolynomialFunctions
{
    private const double ExponentialEnd = 0.5, LogarithmEnd = 0.3, SinhEnd = 1;

    // Beyond, tanh is 1 to the last place also of double.
    private const double TanhEnd = 20;

    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1, 1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0, 1 / 40320.0, 1 / 362880.0, 1 / 3628800.0,
        1 / 39916800.0, 1 / 479001600.0, 1 / 6227020800.0, 1 / 87178291200.0,
    ];

    private static ReadOnlySpan<double> InverseOddFactorials =>
    [
        1, 1 / 6.0, 1 / 120.0, 1 / 5040.0, 1 / 362880.0, 1 / 39916800.0, 1 / 6227020800.0, 1 / 1307674368000.0,
        1 / 355687428096000.0,
    ];

    private static ReadOnlySpan<double> InverseOdds =>
        [1, 1 / 3.0, 1 / 5.0, 1 / 7.0, 1 / 9.0, 1 / 11.0, 1 / 13.0, 1 / 15.0, 1 / 17.0, 1 / 19.0];

    internal readonly struct Expm1Function<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x) => Vector512.ConditionalSelect(
            Within(x, ExponentialEnd), x * Polynomial(x, InverseFactorials, 8), ExpFunction<T>.Of(x) - Vector512<T>.One);
    }

    internal readonly struct Log1pFunction<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x)
        {
            Vector512<T> s = x / (x + VectorMap.Constant<T>(2));
            return Vector512.ConditionalSelect(
                Within(x, LogarithmEnd), (s + s) * Polynomial(s * s, InverseOdds, 5), LogFunction<T>.Of(x + Vector512<T>.One));
        }
    }

    internal readonly struct SinhFunction<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x)
        {
            // From the square root of e^|x|, since e^|x| overflows before half of it does.
            Vector512<T> half = VectorMap.Constant<T>(0.5);
            Vector512<T> root = ExpFunction<T>.Of(Vector512.Abs(x) * half);
            Vector512<T> far = (half * root * root) - (half / root / root);
            return Vector512.ConditionalSelect(
                Within(x, SinhEnd), x * Polynomial(x * x, InverseOddFactorials, 6), Vector512.CopySign(far, x));
        }
    }

    internal readonly struct TanhFunction<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x)
        {
            Vector512<T> size = Vector512.Min(Vector512.Abs(x), VectorMap.Constant<T>(TanhEnd));
            Vector512<T> e = Expm1Function<T>.Of(size + size);
            return Vector512.CopySign(e / (e + VectorMap.Constant<T>(2)), x);
        }
    }

    /// <summary>Whether |x| is below the end; not so for NaN, for which the plain form returns NaN.</summary>
    private static Vector512<T> Within<T>(Vector512<T> x, double end) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.LessThan(Vector512.Abs(x), VectorMap.Constant<T>(end));

    /// <summary>Σ coefficients[k]·xᵏ, in float32 of the first few only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Polynomial<T>(Vector512<T> x, ReadOnlySpan<double> coefficients, int inSingle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int last = (typeof(T) == typeof(float) ? inSingle : coefficients.Length) - 1;
        Vector512<T> sum = VectorMap.Constant<T>(coefficients[last]);
        for (int k = last - 1; k >= 0; k--) sum = (sum * x) + VectorMap.Constant<T>(coefficients[k]);
        return sum;
    }
}
