namespace Adjoint.Nn;

/// <summary>The mean over classes of the binary cross-entropy of logits [N, C], each class for itself.</summary>
/// <param name="weight">A weight for each class, [C].</param>
/// <param name="reduction">How the losses of the samples are reduced.</param>
public sealed partial class MultiLabelSoftMarginLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.MultiLabelSoftMarginLoss(target, weight, Reduction);
}
