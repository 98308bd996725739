namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Filled with numbers evenly distributed over [low, high).</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The end, not included.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor UniformInPlace(double low = 0, double high = 1, Generator? generator = null) =>
        Update("UniformInPlace", x => Uniform(x.Shape, low, high, generator, x.DType), null, reads: false);

    /// <summary>Filled with normally distributed numbers.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The deviation.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor NormalInPlace(double mean = 0, double std = 1, Generator? generator = null) =>
        Update("NormalInPlace", x => Normal(x.Shape, mean, std, generator, x.DType), null, reads: false);

    /// <summary>Filled with numbers whose logarithm is normally distributed.</summary>
    /// <param name="mean">The mean of the logarithm.</param>
    /// <param name="std">The deviation of the logarithm.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor LogNormalInPlace(double mean = 1, double std = 2, Generator? generator = null) =>
        Update("LogNormalInPlace", x => LogNormal(x.Shape, mean, std, generator, x.DType), null, reads: false);

    /// <summary>Filled with exponentially distributed numbers.</summary>
    /// <param name="lambd">The rate, 1 over the mean.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor ExponentialInPlace(double lambd = 1, Generator? generator = null) =>
        Update("ExponentialInPlace", x => Exponential(x.Shape, lambd, generator, x.DType), null, reads: false);

    /// <summary>Filled with numbers of Cauchy's distribution.</summary>
    /// <param name="median">The median.</param>
    /// <param name="sigma">Half the distance of the quartiles.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor CauchyInPlace(double median = 0, double sigma = 1, Generator? generator = null) =>
        Update("CauchyInPlace", x => Cauchy(x.Shape, median, sigma, generator, x.DType), null, reads: false);

    /// <summary>Filled with numbers of trials up to the first success.</summary>
    /// <param name="p">The probability of success.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor GeometricInPlace(double p, Generator? generator = null) =>
        Update("GeometricInPlace", x => Geometric(x.Shape, p, generator, Numbers(x.DType)).To(x.DType), null, reads: false);

    /// <summary>Filled with 1 with a probability, else 0.</summary>
    /// <param name="p">The probability.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor BernoulliInPlace(double p = 0.5, Generator? generator = null) =>
        Update("BernoulliInPlace", x => Bernoulli(x.Shape, p, generator, Numbers(x.DType)).To(x.DType), null, reads: false);

    /// <summary>Filled with 1 with the probability at each place, else 0.</summary>
    /// <param name="p">The probabilities, with broadcasting to this shape.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor BernoulliInPlace(Tensor p, Generator? generator = null) =>
        Update("BernoulliInPlace", x => Bernoulli(Operand(p).Expand(x.Shape), generator).To(x.DType), null, reads: false);

    /// <summary>Filled with integers from low up to, not including, high.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">One more than the largest.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor RandomInPlace(long low, long high, Generator? generator = null) =>
        Update("RandomInPlace", x => RandInt(low, high, x.Shape, generator).To(x.DType), null, reads: false);

    /// <summary>Filled with integers from 0 up to, not including, high.</summary>
    /// <param name="high">One more than the largest; null for as many as the type counts without a gap.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>This tensor.</returns>
    public Tensor RandomInPlace(long? high = null, Generator? generator = null) => RandomInPlace(0, high ?? DType switch
    {
        DType.Bool => 2,
        DType.UInt8 => 1L << 8,
        DType.Int32 => 1L << 31,
        DType.Int64 => long.MaxValue,
        DType.BFloat16 => 1L << 8,
        DType.Float16 => 1L << 11,
        DType.Float32 => 1L << 24,
        _ => 1L << 53,
    }, generator);

    /// <summary>A type of real numbers in which to draw what another type then holds.</summary>
    private static DType Numbers(DType dtype) => dtype.IsFloatingPoint() ? dtype : DType.Float64;
}
