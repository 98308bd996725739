namespace Adjoint.Nn;

/// <summary>Cross-entropy of logits [N, C, …] with classes [N, …] or probabilities [N, C, …].</summary>
/// <param name="weight">A weight for each class, [C].</param>
/// <param name="ignoreIndex">A class that does not count.</param>
/// <param name="labelSmoothing">Share of each target that is spread evenly over all classes.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed partial class CrossEntropyLoss(
    Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) =>
        prediction.CrossEntropy(target, weight, ignoreIndex, labelSmoothing, Reduction);
}
