namespace Adjoint.Kernels;

/// <summary>The modified Bessel function Iₙ(x) of the first kind for n ≥ 0, or e^−|x|·Iₙ(x), in double precision.</summary>
/// <remarks>
/// By its power series, in which no term is negative, and from 20 on by Hankel's expansion. Abramowitz &amp; Stegun 1964, 9.6, 9.7.
/// </remarks>
internal readonly struct BesselFunction(int order, bool isScaled) : IScalarFunction
{
    private const double FarStart = 20;

    public double Of(double x)
    {
        double size = Math.Abs(x);
        double value = size <= FarStart + (order * order) ? Series(size) : Expansion(size);
        return x < 0 && (order & 1) != 0 ? -value : value;
    }

    private double Series(double x)
    {
        double half = x / 2, square = half * half;
        double term = 1;
        for (int k = 1; k <= order; k++) term *= half / k;
        double sum = term;
        for (int k = 1; term > sum * 1e-18; k++)
        {
            term *= square / ((double)k * (k + order));
            sum += term;
        }

        return isScaled ? sum * Math.Exp(-x) : sum;
    }

    private double Expansion(double x)
    {
        if (double.IsNaN(x)) return x;
        double mu = 4.0 * order * order;
        double term = 1, sum = 1;
        for (int k = 1; k < 40; k++)
        {
            double odd = (2 * k) - 1;
            double next = -term * (mu - (odd * odd)) / (8 * x * k);
            if (Math.Abs(next) > Math.Abs(term)) break;
            term = next;
            sum += term;
            if (Math.Abs(term) < 1e-18) break;
        }

        double scaled = sum / Math.Sqrt(2 * Math.PI * x);
        if (isScaled) return scaled;

        // In two factors, since eˣ overflows before the result does.
        double root = Math.Exp(x / 2);
        return double.IsInfinity(root) ? root : scaled * root * root;
    }
}
