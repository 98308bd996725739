namespace Adjoint.Nn;

/// <summary>Binary cross-entropy of probabilities.</summary>
/// <param name="elementWeight">A weight for each element; broadcasts.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed partial class BCELoss(Tensor? elementWeight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = elementWeight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.BceLoss(target, weight, Reduction);
}
