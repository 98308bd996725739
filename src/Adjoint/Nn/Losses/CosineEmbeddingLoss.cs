namespace Adjoint.Nn;

/// <summary>1 − cos of the angle between vectors if the target is 1, max(0, cos − margin) if −1: takes both vectors, and targets.</summary>
/// <param name="margin">What the cosine of vectors that do not belong together may be.</param>
/// <param name="reduction">How the losses of the pairs are reduced.</param>
public sealed class CosineEmbeddingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : ThreeInputLoss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor first, Tensor second, Tensor third) =>
        first.CosineEmbeddingLoss(second, third, margin, Reduction);
}
