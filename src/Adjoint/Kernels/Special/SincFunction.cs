namespace Adjoint.Kernels;

/// <summary>The n-th derivative of sin(πx) / (πx), in double precision.</summary>
/// <remarks>
/// With z = πx and f = sin(z)/z: z·fₙ + n·fₙ₋₁ = sin⁽ⁿ⁾(z), which is followed upwards where z is large beside n, and else the power series
/// of fₙ.
/// </remarks>
internal readonly struct SincFunction(int order) : IScalarFunction
{
    public double Of(double x)
    {
        if (double.IsNaN(x)) return x;
        if (double.IsInfinity(x)) return double.NaN;
        double z = Math.PI * x;
        double value = order == 0 ? Plain(x) : Math.Abs(z) < 2 + order ? Series(z) : Recurrence(x, z);
        return order == 0 ? value : Math.Pow(Math.PI, order) * value;
    }

    /// <summary>sin(πx) with πx taken apart into whole half turns, so that it is 0 where it should be.</summary>
    private static (double Sin, double Cos) SinCos(double x)
    {
        double whole = Math.Round(x);
        (double sin, double cos) = Math.SinCos(Math.PI * (x - whole));
        return Math.IEEERemainder(whole, 2) == 0 ? (sin, cos) : (-sin, -cos);
    }

    private static double Plain(double x) => x == 0 ? 1 : SinCos(x).Sin / (Math.PI * x);

    /// <summary>Σ (−1)ᵏ·z²ᵏ⁻ⁿ / ((2k + 1)·(2k − n)!) over all k with 2k ≥ n.</summary>
    private double Series(double z)
    {
        int first = (order + 1) / 2;
        int power = (2 * first) - order;
        double factor = power == 0 ? 1 : z; // z^(2k−n) / (2k−n)!
        double sum = 0;
        for (int k = first; ; k++)
        {
            double term = factor / ((2 * k) + 1);
            sum += (k & 1) == 0 ? term : -term;
            if (Math.Abs(term) <= Math.Abs(sum) * 1e-18 || factor == 0) return sum;
            power += 2;
            factor *= z * z / ((double)power * (power - 1));
        }
    }

    private double Recurrence(double x, double z)
    {
        (double sin, double cos) = SinCos(x);
        double value = sin / z;
        for (int n = 1; n <= order; n++)
        {
            double derivative = (n & 3) switch { 0 => sin, 1 => cos, 2 => -sin, _ => -cos };
            value = (derivative - (n * value)) / z;
        }

        return value;
    }
}
