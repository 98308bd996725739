namespace Adjoint.Nn;

/// <summary>Negative log-likelihood of targets that are normal about predictions: takes predictions, targets and variances.</summary>
/// <param name="full">Whether to add the constant log(2π)/2.</param>
/// <param name="eps">The least variance.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed class GaussianNLLLoss(bool full = false, double eps = 1e-6, Reduction reduction = Reduction.Mean)
    : ThreeInputLoss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor first, Tensor second, Tensor third) =>
        first.GaussianNllLoss(second, third, full, eps, Reduction);
}
