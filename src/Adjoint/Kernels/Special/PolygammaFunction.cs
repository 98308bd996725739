namespace Adjoint.Kernels;

/// <summary>The n-th derivative of ψ for n ≥ 1, in double precision; ±∞ at 0 and the negative whole numbers.</summary>
/// <remarks>
/// For positive x (−1)ⁿ⁺¹·n!·ζ(n + 1, x), with Hurwitz's zeta function by the sum of Euler and Maclaurin; for others by reflection, with
/// the
/// derivatives of the cotangent as polynomials in it. Abramowitz &amp; Stegun 1964, 6.4.
/// </remarks>
internal readonly struct PolygammaFunction : IScalarFunction
{
    private readonly int order;
    private readonly double factorial;
    private readonly double[] cotangent; // d^n cot(z) / dz^n as a polynomial in cot(z)

    /// <summary>Prepares the function of an order from 1 on.</summary>
    public PolygammaFunction(int order)
    {
        this.order = order;
        factorial = 1;
        for (int k = 2; k <= order; k++) factorial *= k;
        cotangent = [0, 1];
        for (int k = 0; k < order; k++)
        {
            // The slope of cᵐ is −m·cᵐ⁻¹·(1 + c²).
            var next = new double[cotangent.Length + 1];
            for (int m = 1; m < cotangent.Length; m++)
            {
                next[m - 1] -= m * cotangent[m];
                next[m + 1] -= m * cotangent[m];
            }

            cotangent = next;
        }
    }

    // Bernoulli's numbers B₂ₖ / (2k)!.
    private static ReadOnlySpan<double> Series =>
    [
        0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05, -8.267195767195768e-07, 2.08767569878681e-08,
        -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15, -2.174868698558062e-16,
        5.5090028283602295e-18, -1.3954464685812522e-19,
    ];

    public double Of(double x)
    {
        bool isOdd = (order & 1) != 0;
        if (double.IsNaN(x)) return x;
        if (x > 0) return isOdd ? factorial * Zeta(x) : -factorial * Zeta(x);
        if (double.IsInfinity(x)) return double.NaN;
        double fraction = x - Math.Round(x);
        if (fraction == 0) return isOdd ? double.PositiveInfinity : double.NegativeInfinity;

        // ψₙ(1 − x) − (−1)ⁿ·ψₙ(x) = (−1)ⁿ·π·dⁿ/dxⁿ cot(πx)
        double mirrored = isOdd ? factorial * Zeta(1 - x) : -factorial * Zeta(1 - x);
        double slopes = Math.Pow(Math.PI, order + 1) * Polynomial.Of(GammaFunctions.Cotangent(fraction), cotangent);
        return isOdd ? -mirrored - slopes : mirrored - slopes;
    }

    /// <summary>Σ (x + k)^−(n+1) over all k from 0 on, for positive x.</summary>
    private double Zeta(double x)
    {
        double s = order + 1;
        if (double.IsInfinity(x)) return 0;
        double sum = 0;
        for (double least = 10 + (0.5 * s); x < least; x += 1)
        {
            double term = Math.Pow(x, -s);
            sum += term;
            if (term < sum * 1e-18) return sum;
        }

        double power = Math.Pow(x, -s);
        sum += (power * x / (s - 1)) + (0.5 * power);
        double factor = s * power / x;
        for (int k = 0; k < Series.Length; k++)
        {
            double term = Series[k] * factor;
            sum += term;
            if (Math.Abs(term) < Math.Abs(sum) * 1e-18) break;
            factor *= (s + (2 * k) + 1) * (s + (2 * k) + 2) / (x * x);
        }

        return sum;
    }
}
