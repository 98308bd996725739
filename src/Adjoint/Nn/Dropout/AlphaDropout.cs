namespace Adjoint.Nn;

/// <summary>
/// Dropout that keeps mean and variance of inputs that have 0 and 1, to go with <see cref="SELU"/>: in training, elements
/// fall to its lower limit with probability p. Klambauer et al. 2017 (arXiv 1706.02515).
/// </summary>
public sealed class AlphaDropout : Layer
{
    // The limit of SELU far below 0: −λα.
    private const double Limit = -1.7580993408473766;

    private readonly double p;
    private readonly Generator? random;

    /// <summary>Makes the layer.</summary>
    /// <param name="p">Probability of an element to be dropped, 0 to 1.</param>
    /// <param name="random">Draws a mask at each call; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
    public AlphaDropout(double p = 0.5, Generator? random = null)
    {
        if (!(p is >= 0 and <= 1)) throw new AdjointException($"AlphaDropout: a probability of {p} is not within 0 to 1.");
        this.p = p;
        this.random = random;
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (!Training || p == 0) return x;
        if (p == 1) return x * 0;
        double scale = 1 / Math.Sqrt(((Limit * Limit * p) + 1) * (1 - p));
        Tensor kept = Tensor.Bernoulli(x.Shape, 1 - p, random).To(DType.Bool);
        return (x.MaskedFill(kept.Not(), Limit) * scale) - (scale * Limit * p);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"p={Repr.Of(p)}, inplace=False";
}
