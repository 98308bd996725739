namespace Adjoint.Nn;

/// <summary>
/// In training, each element 0 with probability p and the others multiplied by 1/(1 − p); in evaluation, the input itself.
/// Srivastava et al. 2014, Journal of Machine Learning Research 15.
/// </summary>
/// <inheritdoc/>
public sealed class Dropout(double p = 0.5, Generator? random = null) : DropoutLayer(p, random)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Dropout(Probability, Training, Random);
}
