namespace Adjoint;

/// <content>Dropout of whole channels, and dropout that keeps mean and variance.</content>
public sealed partial class Tensor
{
    // The limit of SELU far below 0: −λα.
    private const double SeluLimit = -1.7580993408473766;

    /// <summary>In training, each channel of [N, C, L] or [C, L] 0 with probability p, the others multiplied by 1/(1 − p).</summary>
    /// <inheritdoc cref="Dropout2d"/>
    public Tensor Dropout1d(double p = 0.5, bool training = true, Generator? generator = null) => ChannelDropout(1, p, training, generator);

    /// <summary>
    /// In training, each channel of [N, C, H, W] or [C, H, W] 0 with probability p, the others multiplied by 1/(1 − p). Tompson et al. 2014
    /// (arXiv 1411.4280).
    /// </summary>
    /// <param name="p">The probability.</param>
    /// <param name="training">Whether to drop; if not, the result is this tensor itself.</param>
    /// <param name="generator">Draws the mask; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">It is no image, or the probability is not within 0 to 1.</exception>
    public Tensor Dropout2d(double p = 0.5, bool training = true, Generator? generator = null) => ChannelDropout(2, p, training, generator);

    /// <summary>
    /// In training, each channel of [N, C, D, H, W] or [C, D, H, W] 0 with probability p, the others multiplied by 1/(1 − p).
    /// </summary>
    /// <inheritdoc cref="Dropout2d"/>
    public Tensor Dropout3d(double p = 0.5, bool training = true, Generator? generator = null) => ChannelDropout(3, p, training, generator);

    /// <summary>
    /// In training, each element with probability p the limit of SELU far below 0, and all scaled and shifted so that mean 0 and variance 1
    /// stay. Klambauer et al. 2017 (arXiv 1706.02515).
    /// </summary>
    /// <inheritdoc cref="Dropout2d"/>
    public Tensor AlphaDropout(double p = 0.5, bool training = true, Generator? generator = null) =>
        AlphaDropout("AlphaDropout", Shape, p, training, generator);

    /// <summary>The same for whole channels of [N, C, …].</summary>
    /// <inheritdoc cref="AlphaDropout(double, bool, Generator)"/>
    public Tensor FeatureAlphaDropout(double p = 0.5, bool training = true, Generator? generator = null)
    {
        if (Rank < 2) throw new ShapeException($"FeatureAlphaDropout: takes [N, C, …], not {Shape}.");
        return AlphaDropout("FeatureAlphaDropout", [Shape[0], Shape[1], .. Shape.Repeat(1, Rank - 2).Span], p, training, generator);
    }

    private Tensor ChannelDropout(int axes, double p, bool training, Generator? generator)
    {
        if (Rank != axes + 2 && Rank != axes + 1)
            throw new ShapeException($"Dropout{axes}d: takes [N, C, {axes} sizes] or [C, {axes} sizes], not {Shape}.");
        if (!(p is >= 0 and <= 1)) throw new ShapeException($"Dropout{axes}d: a probability of {p} is not within 0 to 1.");
        if (!training || p == 0) return this;
        if (DType.IsHalf()) return Widened().ChannelDropout(axes, p, training, generator).To(DType);
        Shape channels = [.. Shape.Span[..^axes], .. Shape.Repeat(1, axes).Span];
        return this * Ones(channels, Real().DType).Dropout(p, true, generator);
    }

    private Tensor AlphaDropout(string name, Shape mask, double p, bool training, Generator? generator)
    {
        if (!(p is >= 0 and <= 1)) throw new ShapeException($"{name}: a probability of {p} is not within 0 to 1.");
        if (!training || p == 0) return this;
        if (p == 1) return this * 0;
        if (DType.IsHalf()) return Widened().AlphaDropout(name, mask, p, training, generator).To(DType);
        double scale = 1 / Math.Sqrt(((SeluLimit * SeluLimit * p) + 1) * (1 - p));
        Tensor kept = Bernoulli(mask, 1 - p, generator).To(DType.Bool);
        return (Real().MaskedFill(kept.Not(), SeluLimit) * scale) - (scale * SeluLimit * p);
    }
}
