namespace Adjoint.Nn;

/// <summary>For scores [N, C] and classes [N] the mean over the other classes i of max(0, margin − x[class] + x[i])ᵖ.</summary>
/// <param name="p">1 or 2.</param>
/// <param name="margin">By how much the score of the class is to be above the others.</param>
/// <param name="weight">A weight for each class, [C].</param>
/// <param name="reduction">How the losses of the samples are reduced.</param>
public sealed partial class MultiMarginLoss(
    double p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    [Buffer] private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.MultiMarginLoss(target, p, margin, weight, Reduction);
}
