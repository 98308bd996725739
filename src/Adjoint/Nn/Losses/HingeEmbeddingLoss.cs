namespace Adjoint.Nn;

/// <summary>x where the target is 1, max(0, margin − x) where it is −1: distances of what belongs together, or does not.</summary>
/// <param name="margin">How far apart is far enough.</param>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.HingeEmbeddingLoss(target, margin, Reduction);
}
