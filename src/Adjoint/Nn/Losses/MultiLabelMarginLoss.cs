namespace Adjoint.Nn;

/// <summary>
/// For scores [N, C] and the classes that are right, [N, C] integers that end with the first below 0: the sum over right classes
/// j and wrong ones i of max(0, 1 − x[j] + x[i]), divided by C.
/// </summary>
/// <param name="reduction">What becomes of the losses of the samples.</param>
public sealed class MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.MultiLabelMarginLoss(target, Reduction);
}
