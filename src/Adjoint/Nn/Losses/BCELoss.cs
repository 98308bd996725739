namespace Adjoint.Nn;

/// <summary>Binary cross-entropy of probabilities.</summary>
/// <param name="weight">A weight for each element; broadcasts.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed partial class BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.BinaryCrossEntropy(target, weight, Reduction);
}
