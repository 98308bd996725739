namespace Adjoint.Kernels;

/// <summary>The logarithm of the gamma function, and its derivative ψ, in double precision.</summary>
/// <remarks>
/// Near their zeros both are polynomials times the distance from the zero, so that the relative error stays small there; the polynomials
/// interpolate at Chebyshev's points, with coefficients found in 60 digits. From 10 on the series of Stirling is used, between the
/// recurrence,
/// and for negative numbers reflection. Abramowitz &amp; Stegun 1964, chapter 6.
/// </remarks>
internal static class GammaFunctions
{
    // ψ(x) = 0, in two parts.
    private const double PsiZero = 1.4616321449683622, PsiZeroRest = 9.549995429965697e-17;

    private const double StirlingStart = 10;

    /// <summary>log |Γ(x)|; ∞ at 0 and the negative whole numbers.</summary>
    internal readonly struct Lgamma : IScalarFunction
    {
        public double Of(double x) => LogGamma(x);
    }

    /// <summary>ψ(x), the derivative of log Γ; ∓∞ at ±0, NaN at the negative whole numbers.</summary>
    internal readonly struct Digamma : IScalarFunction
    {
        public double Of(double x) => Psi(x);
    }

    /// <summary>log |Γ(x)|.</summary>
    public static double LogGamma(double x)
    {
        if (!double.IsFinite(x)) return x * x;
        if (x <= 0) return x == Math.Floor(x) ? double.PositiveInfinity : LogReflected(x);
        if (x < 0.5) return (x * Polynomial.Of(x, AtOne)) - Math.Log(x);
        if (x < 0.7) return ((x - 1) * Polynomial.Of(x - 1, AtTwo)) - Math.Log(x);
        if (x < 1.5) return (x - 1) * Polynomial.Of(x - 1, AtOne);
        if (x <= 2.5) return (x - 2) * Polynomial.Of(x - 2, AtTwo);
        if (x < StirlingStart)
        {
            double product = 1;
            while (x > 2.5) product *= x -= 1;
            return ((x - 2) * Polynomial.Of(x - 2, AtTwo)) + Math.Log(product);
        }

        double inverse = 1 / x;
        double rest = 0.41893853320467274178 + (inverse * Polynomial.Of(inverse * inverse, Stirling));
        return x > 1e17 ? x * (Math.Log(x) - 1) : ((x - 0.5) * (Math.Log(x) - 1)) + rest;
    }

    /// <summary>ψ(x).</summary>
    public static double Psi(double x)
    {
        if (x == 0) return double.IsNegative(x) ? double.PositiveInfinity : double.NegativeInfinity;
        if (!double.IsFinite(x)) return x > 0 ? x : double.NaN;
        if (x < 0)
        {
            double fraction = x - Math.Round(x);
            return fraction == 0 ? double.NaN : Psi(1 - x) - (Math.PI * Cotangent(fraction));
        }

        double sum = 0;
        if (x < StirlingStart)
        {
            if (x < 1)
            {
                sum = -1 / x;
                x += 1;
            }

            for (; x > 2; sum += 1 / x) x -= 1;
            return sum + (((x - PsiZero) - PsiZeroRest) * Polynomial.Of(x - 1.5, PsiSlope));
        }

        double square = 1 / (x * x);
        return Math.Log(x) - (0.5 / x) - (square * Polynomial.Of(square, PsiSeries));
    }

    /// <summary>cot(πx) for |x| ≤ ½, exactly 0 at the ends.</summary>
    public static double Cotangent(double x) =>
        Math.Abs(x) <= 0.25 ? 1 / Math.Tan(Math.PI * x) : Math.CopySign(Math.Tan(Math.PI * (0.5 - Math.Abs(x))), x);

    /// <summary>log |Γ(x)| for negative x: Γ(x)·Γ(−x) = −π / (x·sin πx).</summary>
    private static double LogReflected(double x)
    {
        if (x > -1e-17) return -Math.Log(-x); // where the product below would underflow
        double sin = Math.Sin(Math.PI * (x - Math.Round(x)));
        return Math.Log(Math.PI / Math.Abs(sin * x)) - LogGamma(-x);
    }

    // log Γ(1 + z) / z on [−0.3, 0.5].
    private static ReadOnlySpan<double> AtOne =>
    [
        -0.5772156649015329, 0.8224670334241132, -0.40068563438653204, 0.2705808084277883,
        -0.20738555102848874, 0.16955717699645445, -0.14404989679065594, 0.12550966963735205,
        -0.11133426461609001, 0.10009945032324984, -0.09095405509713504, 0.08335410821497227,
        -0.0769319649044932, 0.07142696709351769, -0.06666927057470873, 0.06257947456129383,
        -0.058927037431254686, 0.05501756518274934, -0.0511433011614706, 0.050941985147466236,
        -0.05574259156156904, 0.0541019163032257, -0.03450550353611872, 0.010016839662016667,
    ];

    // log Γ(2 + z) / z on [−½, ½].
    private static ReadOnlySpan<double> AtTwo =>
    [
        0.42278433509846713, 0.32246703342411326, -0.0673523010531981, 0.02058080842778038,
        -0.0073855510286719986, 0.002890510331034267, -0.0011927539118428156, 0.0005096695154115458,
        -0.00022315475400520507, 9.945767355819498e-05, -4.49263133791557e-05, 2.0505590755833454e-05,
        -9.438715099211532e-06, 4.38470440459836e-06, -2.0439048107029907e-06, 9.200527894968101e-07,
        -4.3252393445604814e-07, 2.78740805211359e-07, -1.3219945666117874e-07,
    ];

    // ψ(3/2 + z) divided by the distance from its zero, on [−½, ½].
    private static ReadOnlySpan<double> PsiSlope =>
    [
        0.951055876031833, -0.4236274212814605, 0.2405424842407742, -0.14840492305390884,
        0.09498872445494122, -0.061922133273064534, 0.04076083381242074, -0.02697579675613825,
        0.0179072524394512, -0.011908218001568644, 0.007926944646403797, -0.005279964873257405,
        0.003519006401502276, -0.002345267632540769, 0.0015566317474486838, -0.0010376374098418604,
        0.0007233266279287554, -0.0004821990530566789, 0.0002272331660987376, -0.00015148586836773365,
        0.00025968482126430747, -0.00017312261802727394,
    ];

    // Bernoulli's numbers B₂ₖ / (2k(2k − 1)).
    private static ReadOnlySpan<double> Stirling =>
    [
        1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0, 1 / 156.0, -3617 / 122400.0,
    ];

    // Bernoulli's numbers B₂ₖ / 2k.
    private static ReadOnlySpan<double> PsiSeries =>
    [
        1 / 12.0, -1 / 120.0, 1 / 252.0, -1 / 240.0, 1 / 132.0, -691 / 32760.0, 1 / 12.0, -3617 / 8160.0, 43867 / 14364.0,
    ];
}
