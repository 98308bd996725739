namespace Adjoint.Nn;

/// <summary>log(1 + e^(−target·x)), targets 1 and −1.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class SoftMarginLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.SoftMarginLoss(target, Reduction);
}
