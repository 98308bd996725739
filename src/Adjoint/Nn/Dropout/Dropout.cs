namespace Adjoint.Nn;

/// <summary>
/// In training, each element 0 with probability p and the others multiplied by 1/(1 − p); in evaluation, the input itself.
/// Srivastava et al. 2014, Journal of Machine Learning Research 15.
/// </summary>
/// <param name="p">Probability of an element to be dropped, 0 to 1.</param>
/// <param name="generator">Draws a mask at each call; <see cref="Generator.Shared"/> if not given.</param>
/// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
public sealed class Dropout(double p = 0.5, Generator? generator = null) : DropoutLayer(p, generator)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Dropout(Probability, Training, Random);
}
