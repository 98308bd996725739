namespace Adjoint.Nn;

/// <summary>
/// In training, each channel of each image 0 with probability p and the others multiplied by 1/(1 − p); in evaluation, the
/// input itself. Tompson et al. 2014 (arXiv 1411.4280).
/// </summary>
public abstract class ChannelDropout : Layer
{
    private readonly int axes;
    private readonly double p;
    private readonly Generator? random;

    /// <summary>Makes the layer.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="p">Probability of a channel to be dropped, 0 to 1.</param>
    /// <param name="random">Draws a mask at each call; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
    private protected ChannelDropout(int axes, double p, Generator? random)
    {
        if (!(p is >= 0 and <= 1)) throw new AdjointException($"{Kind}: a probability of {p} is not within 0 to 1.");
        this.axes = axes;
        this.p = p;
        this.random = random;
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ShapeException($"{Kind}: takes an image [N, C, {axes} sizes] or a single [C, {axes} sizes], not {x.Shape}.");
        if (!Training || p == 0) return x;
        Shape channels = [.. x.Shape.Span[..^axes], .. Shape.Repeat(1, axes).Span];
        return x * Tensor.Ones(channels, x.DType).Dropout(p, true, random);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"p={Repr.Of(p)}, inplace=False";
}
