namespace Adjoint.Nn;

/// <summary>Negative log-likelihood of classes [N, …] under log-probabilities [N, C, …].</summary>
/// <param name="weight">A weight for each class, [C].</param>
/// <param name="ignoreIndex">A class that does not count.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed partial class NLLLoss(Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.NllLoss(target, weight, ignoreIndex, Reduction);
}
