namespace Adjoint.Kernels;

/// <summary>The error function: in double precision by rational approximation on four intervals, in single by two polynomials.</summary>
/// <remarks>
/// Intervals and coefficients in double are those of s_erf.c in FreeBSD's msun (Sun Microsystems, 1993), which documents an error below one
/// unit in the last place. Those in single are of least largest error, by the exchange of Remez (1934) in 40 digits: x + x·P(x²), and from
/// 0.93 on 1 − exp(Q(|x|)); the results are within 1.2 units in the last place.
/// </remarks>
internal static partial class ErrorFunction
{
    private const double NearEnd = 0.84375, MiddleEnd = 1.25, FarStart = 1 / 0.35, Saturated = 6;
    private const double ErfOfOne = 8.45062911510467529297e-01;
    private const float SingleNearEnd = 0.9277f, SingleSaturated = 4;

    internal readonly struct ErfFunction<T> : IVectorFunction<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(float)
            ? Single(x.AsSingle()).As<float, T>()
            : Erf(x.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Single(Vector512<float> x)
    {
        Vector512<float> square = x * x;
        Vector512<float> p = Vector512.Create(8.331880962941796e-05f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.0008133630617521703f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.005200229585170746f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.026859072968363762f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.11283689737319946f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.37612631916999817f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.12837916612625122f));
        Vector512<float> near = Vector512.FusedMultiplyAdd(x, p, x);

        Vector512<float> size = Vector512.Min(Vector512.Abs(x), Vector512.Create(SingleSaturated));
        Vector512<float> q = Vector512.Create(-2.1190156985539943e-05f);
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(0.00043556306627579033f));
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(-0.0041763996705412865f));
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(0.025133496150374413f));
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(-0.10830187052488327f));
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(-0.633327066898346f));
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(-1.1295247077941895f));
        q = Vector512.FusedMultiplyAdd(q, size, Vector512.Create(0.00017672934336587787f));
        Vector512<float> far = Vector512.CopySign(Vector512<float>.One - ExpFunction<float>.Of(q), x);

        // Written so that NaN takes the first form, which returns NaN.
        return Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Abs(x), Vector512.Create(SingleNearEnd)), far, near);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<double> Erf(Vector512<double> x)
    {
        Vector512<double> size = Vector512.Abs(x);
        Vector512<double> square = x * x;

        // |x| < 0.84: odd, x + x·P(x²)/Q(x²).
        Vector512<double> near = x + (x * Rational(square, NearTop, NearBottom));

        // Up to 1.25: around 1.
        Vector512<double> middle = Vector512.Create(ErfOfOne) + Rational(size - Vector512<double>.One, MiddleTop, MiddleBottom);

        // Beyond: 1 − exp(−x²)·R(1/x²)/x; the exponent's own rounding is far below the last place of the result.
        Vector512<double> inverse = Vector512<double>.One / square;
        Vector512<double> tail = Vector512.ConditionalSelect(
            Vector512.LessThan(size, Vector512.Create(FarStart)),
            Rational(inverse, TailTop, TailBottom),
            Rational(inverse, FarTop, FarBottom));
        Vector512<double> far = Vector512<double>.One - (Vector512.Exp(tail - square - Vector512.Create(0.5625)) / size);
        far = Vector512.ConditionalSelect(Vector512.GreaterThan(size, Vector512.Create(Saturated)), Vector512<double>.One, far);

        Vector512<double> positive = Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(MiddleEnd)), middle, far);
        positive = Vector512.CopySign(positive, x);
        // Written so that NaN takes the first form, which returns NaN.
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(size, Vector512.Create(NearEnd)), positive, near);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Rational(
        Vector512<double> x, ReadOnlySpan<double> top, ReadOnlySpan<double> bottom) =>
        Polynomial(x, top) / Polynomial(x, bottom);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(Vector512<double> x, ReadOnlySpan<double> coefficients)
    {
        Vector512<double> sum = Vector512.Create(coefficients[^1]);
        for (int i = coefficients.Length - 2; i >= 0; i--)
            sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(coefficients[i]));
        return sum;
    }

    // Coefficients in ascending powers.
    private static ReadOnlySpan<double> NearTop =>
    [
        1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02,
        -5.77027029648944159157e-03, -2.37630166566501626084e-05,
    ];

    private static ReadOnlySpan<double> NearBottom =>
    [
        1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03,
        1.32494738004321644526e-04, -3.96022827877536812320e-06,
    ];

    private static ReadOnlySpan<double> MiddleTop =>
    [
        -2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01,
        3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02,
        -2.16637559486879084300e-03,
    ];

    private static ReadOnlySpan<double> MiddleBottom =>
    [
        1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02,
        1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02,
    ];

    private static ReadOnlySpan<double> TailTop =>
    [
        -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01,
        -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02,
        -8.12874355063065934246e+01, -9.81432934416914548592e+00,
    ];

    private static ReadOnlySpan<double> TailBottom =>
    [
        1, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02,
        6.45387271733267880336e+02, 4.29008140027567833386e+02, 1.08635005541779435134e+02,
        6.57024977031928170135e+00, -6.04244152148580987438e-02,
    ];

    private static ReadOnlySpan<double> FarTop =>
    [
        -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01,
        -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03,
        -4.83519191608651397019e+02,
    ];

    private static ReadOnlySpan<double> FarBottom =>
    [
        1, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03,
        3.19985821950859553908e+03, 2.55305040643316442583e+03, 4.74528541206955367215e+02,
        -2.24409524465858183362e+01,
    ];
}
