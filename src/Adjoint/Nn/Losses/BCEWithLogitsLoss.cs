namespace Adjoint.Nn;

/// <summary>Binary cross-entropy of logits.</summary>
/// <param name="weight">A weight for each element; broadcasts.</param>
/// <param name="posWeight">A weight for the positive part; broadcasts.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed partial class BCEWithLogitsLoss(
    Tensor? weight = null, Tensor? posWeight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = weight;
    [Buffer("pos_weight")] private readonly Tensor? positive = posWeight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) =>
        prediction.BinaryCrossEntropyWithLogits(target, weight, positive, Reduction);
}
