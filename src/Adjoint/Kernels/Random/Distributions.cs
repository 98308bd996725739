namespace Adjoint.Kernels;

/// <summary>A distribution as a function of a number that is even over (0, 1].</summary>
internal interface IQuantile
{
    /// <summary>The number.</summary>
    double Of(double u);
}

/// <summary>A distribution by its quantiles; a float from 32 random bits, a double from 53.</summary>
internal readonly struct QuantileDraw<TQuantile>(TQuantile quantile) : IDraw where TQuantile : struct, IQuantile
{
    private const double Unit32 = 1.0 / (1L << 32);

    public (double X, double Y, double Z, double W) Single(uint x, uint y, uint z, uint w) => (Of(x), Of(y), Of(z), Of(w));

    public (double X, double Y) Double(uint x, uint y, uint z, uint w) =>
        (quantile.Of(1 - Philox.ToUniform(x, y)), quantile.Of(1 - Philox.ToUniform(z, w)));

    private double Of(uint bits) => quantile.Of((bits + 1.0) * Unit32);
}

/// <summary>The waiting time for what happens at a rate.</summary>
internal readonly struct ExponentialQuantile(double rate) : IQuantile
{
    public double Of(double u) => Math.Abs(Math.Log(u)) / rate;
}

/// <summary>The tangent of an even angle.</summary>
internal readonly struct CauchyQuantile(double median, double sigma) : IQuantile
{
    public double Of(double u) => median + (sigma * Math.Tan(Math.PI * (u - 0.5)));
}

/// <summary>How many trials there are up to the first success, at least 1.</summary>
internal readonly struct GeometricQuantile(double probability) : IQuantile
{
    private readonly double scale = 1 / double.LogP1(-probability);

    public double Of(double u) => Math.Max(1, Math.Ceiling(Math.Log(u) * scale));
}

/// <summary>A number whose logarithm is normally distributed.</summary>
internal readonly struct LogNormalDraw(double mean, double deviation) : IDraw
{
    private readonly NormalDraw logarithm = new(mean, deviation);

    public (double X, double Y, double Z, double W) Single(uint x, uint y, uint z, uint w)
    {
        (double a, double b, double c, double d) = logarithm.Single(x, y, z, w);
        return (Math.Exp(a), Math.Exp(b), Math.Exp(c), Math.Exp(d));
    }

    public (double X, double Y) Double(uint x, uint y, uint z, uint w)
    {
        (double a, double b) = logarithm.Double(x, y, z, w);
        return (Math.Exp(a), Math.Exp(b));
    }
}
