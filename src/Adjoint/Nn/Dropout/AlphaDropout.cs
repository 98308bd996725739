namespace Adjoint.Nn;

/// <summary>
/// Dropout that keeps mean and variance of inputs with mean 0 and variance 1, for networks with <see cref="SELU"/>: in training,
/// elements become its lower limit with probability p. Klambauer et al. 2017 (arXiv 1706.02515).
/// </summary>
/// <inheritdoc cref="Dropout" path="/param | /exception"/>
public sealed class AlphaDropout(double p = 0.5, Generator? random = null) : DropoutLayer(p, random)
{
    // The limit of SELU far below 0: −λα.
    private const double Limit = -1.7580993408473766;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (!Training || Probability == 0) return x;
        if (Probability == 1) return x * 0;
        double scale = 1 / Math.Sqrt(((Limit * Limit * Probability) + 1) * (1 - Probability));
        Tensor kept = Tensor.Bernoulli(x.Shape, 1 - Probability, Random).To(DType.Bool);
        return (x.MaskedFill(kept.Not(), Limit) * scale) - (scale * Limit * Probability);
    }
}
