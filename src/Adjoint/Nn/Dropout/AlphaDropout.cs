namespace Adjoint.Nn;

/// <summary>
/// Dropout that keeps mean and variance of inputs with mean 0 and variance 1, for networks with <see cref="SELU"/>: in training,
/// elements become its lower limit with probability p. Klambauer et al. 2017 (arXiv 1706.02515).
/// </summary>
/// <inheritdoc cref="Dropout" path="/param | /exception"/>
public sealed class AlphaDropout(double p = 0.5, Generator? generator = null) : DropoutLayer(p, generator)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AlphaDropout(Probability, Training, Random);
}

/// <summary>The same for whole channels of [N, C, …].</summary>
/// <inheritdoc cref="AlphaDropout" path="/param | /exception"/>
public sealed class FeatureAlphaDropout(double p = 0.5, Generator? generator = null) : DropoutLayer(p, generator)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.FeatureAlphaDropout(Probability, Training, Random);
}
