namespace Adjoint.Nn;

/// <summary>Negative log-likelihood of counts under Poisson's distribution.</summary>
/// <param name="logInput">Whether predictions are logarithms of rates.</param>
/// <param name="full">Whether to add Stirling's approximation of the constant log target!.</param>
/// <param name="eps">Added to a rate before its logarithm is taken.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed class PoissonNLLLoss(bool logInput = true, bool full = false, double eps = 1e-8, Reduction reduction = Reduction.Mean)
    : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) =>
        prediction.PoissonNllLoss(target, logInput, full, eps, Reduction);
}
