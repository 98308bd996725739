using Adjoint.Memory;

namespace Adjoint.Nn;

/// <remarks>Each returns its argument.</remarks>
public static partial class Init
{
    /// <summary>The factor by which weights are scaled for the nonlinearity that follows.</summary>
    /// <param name="nonlinearity">The nonlinearity that follows.</param>
    /// <param name="param">The slope of a leaky ReLU below 0.</param>
    public static double CalculateGain(Nonlinearity nonlinearity, double param = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.ReLU => Math.Sqrt(2),
        Nonlinearity.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
        Nonlinearity.SELU => 0.75,
        _ => 1,
    };

    /// <summary>0 everywhere.</summary>
    /// <param name="tensor">What is filled.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>1 everywhere.</summary>
    /// <param name="tensor">What is filled.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>One value everywhere.</summary>
    public static Tensor Constant(Tensor tensor, double val) => Set(tensor, t => t.Fill(val));

    /// <summary>Uniform from low to high.</summary>
    public static Tensor Uniform(Tensor tensor, double a = 0, double b = 1, Generator? generator = null) =>
        Set(tensor, t => Tensor.Uniform(t.Shape, a, b, generator, t.DType, Target(t)));

    /// <summary>Normally distributed.</summary>
    public static Tensor Normal(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
        Set(tensor, t => Tensor.Normal(t.Shape, mean, std, generator, t.DType, Target(t)));

    /// <summary>Uniform, with the variance 2/(fan in + fan out)·gain². Glorot &amp; Bengio 2010.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor XavierUniform(Tensor tensor, double gain = 1, Generator? generator = null) =>
        Within(tensor, gain * Math.Sqrt(6.0 / Fans(tensor)), generator);

    /// <summary>Normal, with the variance 2/(fan in + fan out)·gain². Glorot &amp; Bengio 2010.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor XavierNormal(Tensor tensor, double gain = 1, Generator? generator = null) =>
        Normal(tensor, 0, gain * Math.Sqrt(2.0 / Fans(tensor)), generator);

    /// <summary>Uniform, with the variance gain²/fan. He et al. 2015 (arXiv 1502.01852).</summary>
    /// <param name="tensor">[out, in, sizes…].</param>
    /// <param name="a">The slope of the leaky ReLU that follows; 0 for a ReLU.</param>
    /// <param name="mode">Which fan to scale by.</param>
    /// <param name="nonlinearity">The nonlinearity that follows.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor KaimingUniform(
        Tensor tensor, double a = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU,
        Generator? generator = null) =>
        Within(tensor, Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity), generator);

    /// <summary>Normal, with the variance gain²/fan. He et al. 2015 (arXiv 1502.01852).</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static Tensor KaimingNormal(
        Tensor tensor, double a = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU,
        Generator? generator = null) =>
        Normal(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity), generator);

    private static Tensor Within(Tensor tensor, double bound, Generator? generator) => Uniform(tensor, -bound, bound, generator);

    private static double KaimingDeviation(Tensor tensor, double slope, FanMode mode, Nonlinearity nonlinearity)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int fan = mode == FanMode.FanIn ? FanIn(tensor.Shape) : FanOut(tensor.Shape);
        return CalculateGain(nonlinearity, slope) / Math.Sqrt(Math.Max(1, fan));
    }

    private static int Fans(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Math.Max(1, FanIn(tensor.Shape) + FanOut(tensor.Shape));
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
