using Adjoint.Memory;

namespace Adjoint.Nn;

/// <remarks>Each gives back the tensor it was given.</remarks>
public static partial class Initializers
{
    /// <summary>By how much weights must be larger to make up for what follows.</summary>
    /// <param name="nonlinearity">What follows.</param>
    /// <param name="slope">The slope of a leaky ReLU below 0.</param>
    public static double Gain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.ReLU => Math.Sqrt(2),
        Nonlinearity.LeakyReLU => Math.Sqrt(2 / (1 + (slope * slope))),
        Nonlinearity.SELU => 0.75,
        _ => 1,
    };

    /// <summary>One value everywhere.</summary>
    public static Tensor Constant(Tensor tensor, double value) => Set(tensor, t => t.Fill(value));

    /// <summary>Evenly distributed from low to high.</summary>
    public static Tensor Uniform(Tensor tensor, double low = 0, double high = 1, Generator? random = null) =>
        Set(tensor, t => Tensor.Uniform(t.Shape, low, high, random, t.DType, Room(t)));

    /// <summary>Normally distributed.</summary>
    public static Tensor Normal(Tensor tensor, double mean = 0, double deviation = 1, Generator? random = null) =>
        Set(tensor, t => Tensor.Normal(t.Shape, mean, deviation, random, t.DType, Room(t)));

    /// <summary>Even, with the variance 2/(fan in + fan out)·gain². Glorot &amp; Bengio 2010.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor XavierUniform(Tensor weight, double gain = 1, Generator? random = null)
    {
        double bound = gain * Math.Sqrt(6.0 / Fans(weight));
        return Uniform(weight, -bound, bound, random);
    }

    /// <summary>Normal, with the variance 2/(fan in + fan out)·gain². Glorot &amp; Bengio 2010.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor XavierNormal(Tensor weight, double gain = 1, Generator? random = null) =>
        Normal(weight, 0, gain * Math.Sqrt(2.0 / Fans(weight)), random);

    /// <summary>Even, with the variance gain²/fan. He et al. 2015 (arXiv 1502.01852).</summary>
    /// <param name="weight">[out, in, sizes…].</param>
    /// <param name="slope">The slope of the leaky ReLU that follows; 0 for a ReLU.</param>
    /// <param name="mode">Which fan.</param>
    /// <param name="nonlinearity">What follows.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor KaimingUniform(
        Tensor weight, double slope = 0, Fan mode = Fan.In, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU, Generator? random = null)
    {
        double bound = Math.Sqrt(3) * KaimingDeviation(weight, slope, mode, nonlinearity);
        return Uniform(weight, -bound, bound, random);
    }

    /// <summary>Normal, with the variance gain²/fan. He et al. 2015 (arXiv 1502.01852).</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static Tensor KaimingNormal(
        Tensor weight, double slope = 0, Fan mode = Fan.In, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU, Generator? random = null) =>
        Normal(weight, 0, KaimingDeviation(weight, slope, mode, nonlinearity), random);

    private static double KaimingDeviation(Tensor weight, double slope, Fan mode, Nonlinearity nonlinearity)
    {
        ArgumentNullException.ThrowIfNull(weight);
        int fan = mode == Fan.In ? FanIn(weight.Shape) : FanOut(weight.Shape);
        return Gain(nonlinearity, slope) / Math.Sqrt(Math.Max(1, fan));
    }

    private static int Fans(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Math.Max(1, FanIn(weight.Shape) + FanOut(weight.Shape));
    }

    private static Tensor Set(Tensor tensor, Func<Tensor, Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.IsSymbolic) return tensor;
        using GradMode.Scope _ = GradMode.Off();
        MemoryScope within = MemoryScope.Open(Engine.IsPlain, isRecorded: false);
        Tensor? done = null;
        try
        {
            Tensor made = values(tensor);
            return done = ReferenceEquals(made, tensor) ? tensor : tensor.CopyFrom(made);
        }
        finally
        {
            within.Close(done);
        }
    }

    /// <summary>Where values may be drawn in place, so that a model is no larger while it is made; null where they must be copied.</summary>
    private static Tensor? Room(Tensor tensor) => tensor.IsContiguous && Engine.IsPlain ? tensor : null;
}
