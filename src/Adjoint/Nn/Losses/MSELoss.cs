namespace Adjoint.Nn;

/// <summary>Mean squared error: (x − target)².</summary>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.MseLoss(target, Reduction);
}
