namespace Adjoint.Nn;

/// <summary>Initial values of parameters: new tensors, or in place as PyTorch's <c>nn.init</c>. A symbolic tensor stays as it is.</summary>
/// <example>
/// <code>
/// net.Apply(module =&gt; { if (module is Conv2d conv) Init.KaimingNormal(conv.Weight, mode: FanMode.FanOut); });
/// </code>
/// </example>
public static partial class Init
{
    /// <summary>
    /// Uniform over ±1/√fanIn: PyTorch's default for the weights and biases of linear and convolutional layers
    /// (LeCun et al., "Efficient BackProp", 1998, up to a factor).
    /// </summary>
    /// <param name="shape">Sizes of the parameter.</param>
    /// <param name="fanIn">Number of inputs of one output, as <see cref="FanIn"/> counts them.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    public static Tensor UniformByFanIn(Shape shape, int fanIn, Generator? generator = null, DType dtype = DType.Float32)
    {
        double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        return Tensor.Uniform(shape, -bound, bound, generator, dtype).WithGrad();
    }

    /// <summary>How many numbers flow into one output of a weight [out, in, sizes…]: in times the kernel's sizes.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static int FanIn(Shape weight)
    {
        if (weight.Rank < 2) throw new ShapeException($"FanIn: a weight has two axes or more [out, in, sizes…], not {weight}.");
        int fan = 1;
        foreach (int size in weight.Span[1..]) fan *= size;
        return fan;
    }

    /// <summary>How many outputs a number flows into, for a weight [out, in, sizes…]: out times the kernel's sizes.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static int FanOut(Shape weight)
    {
        int fan = FanIn(weight) / Math.Max(1, weight[1]) * weight[0];
        return weight[1] == 0 ? 0 : fan;
    }
}
