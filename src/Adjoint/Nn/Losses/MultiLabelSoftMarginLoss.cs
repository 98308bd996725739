namespace Adjoint.Nn;

/// <summary>The mean over classes of the binary cross-entropy of logits [N, C], each class for itself.</summary>
/// <param name="classWeight">A weight for each class, [C].</param>
/// <param name="reduction">What becomes of the losses of the samples.</param>
public sealed partial class MultiLabelSoftMarginLoss(Tensor? classWeight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = classWeight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.MultiLabelSoftMarginLoss(target, weight, Reduction);
}
