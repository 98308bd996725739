namespace Adjoint.Nn;

/// <summary>Binary cross-entropy of logits.</summary>
/// <param name="elementWeight">A weight for each element; broadcasts.</param>
/// <param name="positiveWeight">A weight for the positive part; broadcasts.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed partial class BCEWithLogitsLoss(
    Tensor? elementWeight = null, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = elementWeight;
    [Buffer("pos_weight")] private readonly Tensor? positive = positiveWeight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.BceWithLogitsLoss(target, weight, positive, Reduction);
}
