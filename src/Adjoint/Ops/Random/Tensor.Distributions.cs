using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// Normally distributed, each with a mean and a deviation of its own. No gradient flows to them; write mean + deviation·z for that.
    /// </summary>
    /// <param name="mean">The means.</param>
    /// <param name="std">The deviations, with broadcasting.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Real numbers, of the shape to which both broadcast.</returns>
    /// <exception cref="AdjointException">A deviation is negative.</exception>
    public static Tensor Normal(Tensor mean, Tensor std, Generator? generator = null)
    {
        using Scope _ = GradMode.Off();
        (mean, std) = (Operand(mean).RealWith(Operand(std)), std.RealWith(mean));
        if (Context.Current.IsConstant(std) && !std.GreaterEqual(0).All())
            throw new AdjointException("Normal: a deviation is negative or NaN.");
        Shape shape = Shape.Broadcast(mean.Shape, std.Shape, "Normal");
        DType type = DTypes.Promote(mean, std);
        return mean.Rounded(mean.Widened() + (Normal(shape, 0, 1, generator, type).Widened() * std.Widened())).To(type);
    }

    /// <summary>Normally distributed, each with a mean of its own. No gradient flows to it.</summary>
    /// <param name="mean">The means.</param>
    /// <param name="std">The deviation of all.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Real numbers, of the shape of the means.</returns>
    /// <exception cref="AdjointException">The deviation is negative.</exception>
    public static Tensor Normal(Tensor mean, double std = 1, Generator? generator = null)
    {
        using Scope _ = GradMode.Off();
        mean = Operand(mean).Real();
        return mean.Rounded(mean.Widened() + Normal(mean.Shape, 0, std, generator, mean.DType).Widened());
    }

    /// <summary>Normally distributed, each with a deviation of its own. No gradient flows to it.</summary>
    /// <param name="mean">The mean of all.</param>
    /// <param name="std">The deviations.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Real numbers, of the shape of the deviations.</returns>
    /// <exception cref="AdjointException">A deviation is negative.</exception>
    public static Tensor Normal(double mean, Tensor std, Generator? generator = null) =>
        Normal(Number(mean, Operand(std).Real()), std, generator);

    /// <summary>1 with the probability that stands at each place, else 0. No gradient flows to the probabilities.</summary>
    /// <param name="p">The probabilities.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>0 and 1, of the shape and type of the probabilities; integers become float32.</returns>
    /// <exception cref="AdjointException">A probability is not within 0 to 1.</exception>
    public static Tensor Bernoulli(Tensor p, Generator? generator = null)
    {
        using Scope _ = GradMode.Off();
        p = Operand(p).Real();
        if (Context.Current.IsConstant(p) && !p.GreaterEqual(0).And(p.LessEqual(1)).All())
            throw new AdjointException("Bernoulli: a probability is not within 0 to 1.");
        // In float64, so that small probabilities are right.
        return Uniform(p.Shape, 0, 1, generator, DType.Float64).Less(p.To(DType.Float64)).To(p.DType);
    }

    /// <summary>Waiting times for what happens at a rate: exponentially distributed, with the mean 1/rate.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="lambd">The rate, above 0.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers from 0 on.</returns>
    /// <exception cref="AdjointException">The rate is not above 0.</exception>
    public static Tensor Exponential(Shape size, double lambd = 1, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (!(lambd > 0)) throw new AdjointException($"Exponential: a rate of {lambd} is not above 0.");
        return Draw(size, dtype, generator, "Exponential", new QuantileDraw<ExponentialQuantile>(new(lambd)));
    }

    /// <summary>Cauchy's distribution, which has no mean.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="median">The median.</param>
    /// <param name="sigma">Half the distance of the quartiles, above 0.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    /// <exception cref="AdjointException">The distance is not above 0.</exception>
    public static Tensor Cauchy(Shape size, double median = 0, double sigma = 1, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (!(sigma > 0)) throw new AdjointException($"Cauchy: a sigma of {sigma} is not above 0.");
        return Draw(size, dtype, generator, "Cauchy", new QuantileDraw<CauchyQuantile>(new(median, sigma)));
    }

    /// <summary>Numbers whose logarithm is normally distributed.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="mean">The mean of the logarithm.</param>
    /// <param name="std">The deviation of the logarithm.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers above 0.</returns>
    /// <exception cref="AdjointException">The deviation is not above 0.</exception>
    public static Tensor LogNormal(Shape size, double mean = 1, double std = 2, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (!(std > 0)) throw new AdjointException($"LogNormal: a deviation of {std} is not above 0.");
        return Draw(size, dtype, generator, "LogNormal", new LogNormalDraw(mean, std));
    }

    /// <summary>How many trials there are up to the first success.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="p">The probability of success, above 0 and below 1.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Whole numbers from 1 on.</returns>
    /// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
    public static Tensor Geometric(Shape size, double p, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (!(p is > 0 and < 1))
            throw new AdjointException($"Geometric: a probability of {p} is not above 0 and below 1.");
        return Draw(size, dtype, generator, "Geometric", new QuantileDraw<GeometricQuantile>(new(p)));
    }

    /// <summary>
    /// Poisson's distribution: how often what happens at a rate happens in a unit of time. No gradient flows to the rates.
    /// </summary>
    /// <param name="input">The rates, which are also the means, from 0 on.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Whole numbers, of the shape and type of the rates; integers become float32.</returns>
    /// <exception cref="AdjointException">A rate is negative.</exception>
    public static Tensor Poisson(Tensor input, Generator? generator = null)
    {
        Tensor mean = Operand(input).Real();
        return Engine.Apply(PoissonSample.Op, mean, Integers(long.MinValue, 0, mean.Shape, generator));
    }

    /// <summary>Categories drawn by their weights. No gradient flows to the weights.</summary>
    /// <param name="weights">[n] or [m, n]: for each category a number from 0 on; they need not add up to 1.</param>
    /// <param name="numSamples">How many are drawn of each row.</param>
    /// <param name="replacement">Whether a category can be drawn more than once.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Numbers of categories in the order in which they are drawn; int64 [count] or [m, count].</returns>
    /// <exception cref="ShapeException">The weights have another number of axes, or there are fewer categories than are drawn.</exception>
    /// <exception cref="AdjointException">A weight is negative or no number, or too few are above 0.</exception>
    public static Tensor Multinomial(Tensor weights, int numSamples, bool replacement = false, Generator? generator = null)
    {
        Tensor w = Operand(weights);
        if (w.Rank is < 1 or > 2) throw new ShapeException($"Multinomial: takes weights [n] or [m, n], not {w.Shape}.");
        if (numSamples < 1) throw new ShapeException($"Multinomial: a count of {numSamples} is not positive.");
        if (!replacement && numSamples > w.Shape[^1])
            throw new ShapeException($"Multinomial: {numSamples} of {w.Shape[^1]} categories cannot be drawn without replacement.");
        Tensor noise = replacement
            ? Uniform([.. w.Shape.Span[..^1], numSamples], 0, 1, generator, DType.Float64)
            : Exponential(w.Shape, 1, generator, DType.Float64);
        return Engine.Apply(new CategorySample(numSamples, replacement), w.To(DType.Float64), noise);
    }

    /// <summary>
    /// A sample of the distribution over an axis, smoothed so that gradients flow: the softmax of logits with Gumbel's noise. Jang, Gu
    /// &amp; Poole 2016 (arXiv 1611.01144), Maddison, Mnih &amp; Teh 2016 (arXiv 1611.00712).
    /// </summary>
    /// <param name="tau">The temperature, above 0; towards 0 the result goes to a single 1.</param>
    /// <param name="hard">Whether the result is a single 1, with the gradient of the smooth one.</param>
    /// <param name="axis">The axis of the distribution.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Of this shape; adds up to 1 along the axis.</returns>
    /// <exception cref="AdjointException">The temperature is not above 0.</exception>
    public Tensor GumbelSoftmax(double tau = 1, bool hard = false, int axis = -1, Generator? generator = null)
    {
        if (!(tau > 0)) throw new AdjointException($"GumbelSoftmax: a temperature of {tau} is not above 0.");
        if (DType.IsHalf()) return Widened().GumbelSoftmax(tau, hard, axis, generator).To(DType);
        int resolved = Shape.Axis(axis, "GumbelSoftmax");
        Tensor x = Real();
        // Drawn in one type, so that the noise is the same in every precision.
        Tensor soft = ((x - Exponential(Shape, 1, generator).Log().To(x.DType)) / tau).Softmax(resolved);
        if (!hard) return soft;
        Tensor places = Arange(Shape[resolved]).ReshapeTo(Shape.Repeat(1, Rank).With(resolved, Shape[resolved]));
        Tensor one = soft.Detach().ArgMax(resolved, true).Equal(places).To(x.DType);
        return soft + (one - soft).Detach();
    }

    /// <summary>Integers from low on, drawn evenly; a range of 0 means all int64.</summary>
    private static Tensor Integers(long low, ulong range, Shape shape, Generator? generator) => SymbolicMode.IsOn
        ? Symbolic(shape, DType.Int64)
        : DrawScope.Drawn(shape, drawn => Engine.Apply(new DrawIntegers(low, range, drawn), (generator ?? Generator.Shared).NextState()));
}
