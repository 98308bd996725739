using Adjoint.Memory;

namespace Adjoint.Nn;

/// <remarks>Each returns its argument.</remarks>
public static partial class Initializers
{
    /// <summary>The factor by which weights are scaled for the nonlinearity that follows.</summary>
    /// <param name="nonlinearity">The nonlinearity that follows.</param>
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

    /// <summary>Uniform from low to high.</summary>
    public static Tensor Uniform(Tensor tensor, double low = 0, double high = 1, Generator? random = null) =>
        Set(tensor, t => Tensor.Uniform(t.Shape, low, high, random, t.DType, Target(t)));

    /// <summary>Normally distributed.</summary>
    public static Tensor Normal(Tensor tensor, double mean = 0, double deviation = 1, Generator? random = null) =>
        Set(tensor, t => Tensor.Normal(t.Shape, mean, deviation, random, t.DType, Target(t)));

    /// <summary>Uniform, with the variance 2/(fan in + fan out)·gain². Glorot &amp; Bengio 2010.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor XavierUniform(Tensor weight, double gain = 1, Generator? random = null) =>
        Within(weight, gain * Math.Sqrt(6.0 / Fans(weight)), random);

    /// <summary>Normal, with the variance 2/(fan in + fan out)·gain². Glorot &amp; Bengio 2010.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor XavierNormal(Tensor weight, double gain = 1, Generator? random = null) =>
        Normal(weight, 0, gain * Math.Sqrt(2.0 / Fans(weight)), random);

    /// <summary>Uniform, with the variance gain²/fan. He et al. 2015 (arXiv 1502.01852).</summary>
    /// <param name="weight">[out, in, sizes…].</param>
    /// <param name="slope">The slope of the leaky ReLU that follows; 0 for a ReLU.</param>
    /// <param name="mode">Which fan to scale by.</param>
    /// <param name="nonlinearity">The nonlinearity that follows.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor KaimingUniform(
        Tensor weight, double slope = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU,
        Generator? random = null) =>
        Within(weight, Math.Sqrt(3) * KaimingDeviation(weight, slope, mode, nonlinearity), random);

    /// <summary>Normal, with the variance gain²/fan. He et al. 2015 (arXiv 1502.01852).</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static Tensor KaimingNormal(
        Tensor weight, double slope = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU,
        Generator? random = null) =>
        Normal(weight, 0, KaimingDeviation(weight, slope, mode, nonlinearity), random);

    private static Tensor Within(Tensor weight, double bound, Generator? random) => Uniform(weight, -bound, bound, random);

    private static double KaimingDeviation(Tensor weight, double slope, FanMode mode, Nonlinearity nonlinearity)
    {
        ArgumentNullException.ThrowIfNull(weight);
        int fan = mode == FanMode.FanIn ? FanIn(weight.Shape) : FanOut(weight.Shape);
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
        using Scope _ = GradMode.Off();
        MemoryScope within = MemoryScope.Enter(Context.Current.IsPlain, isRecorded: false);
        try
        {
            Tensor made = values(tensor);
            if (!ReferenceEquals(made, tensor)) tensor.CopyFrom(made);
        }
        catch
        {
            within.Abandon();
            throw;
        }

        within.Close(tensor.Block);
        return tensor;
    }

    /// <summary>The tensor itself where values can be drawn in place, which saves a copy; null otherwise.</summary>
    private static Tensor? Target(Tensor tensor) => tensor.IsContiguous && Context.Current.IsPlain ? tensor : null;
}
