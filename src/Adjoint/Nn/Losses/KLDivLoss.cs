namespace Adjoint.Nn;

/// <summary>Kullback–Leibler divergence from log-probabilities to a target of probabilities, or of logarithms.</summary>
/// <param name="logTarget">Whether targets are logarithms.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
/// <param name="batchMean">
/// Whether the mean is over the first axis only, and so that of whole distributions; <see cref="Reduction.Mean"/> alone is over
/// all elements.
/// </param>
public sealed class KLDivLoss(bool logTarget = false, Reduction reduction = Reduction.Mean, bool batchMean = false) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) =>
        batchMean && Reduction == Reduction.Mean && prediction.Rank > 0
            ? prediction.KlDiv(target, logTarget, Reduction.Sum) / prediction.Shape[0]
            : prediction.KlDiv(target, logTarget, Reduction);
}
