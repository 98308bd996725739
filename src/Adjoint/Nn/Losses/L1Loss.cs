namespace Adjoint.Nn;

/// <summary>Mean absolute error: |x − target|.</summary>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.L1Loss(target, Reduction);
}
