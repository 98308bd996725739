namespace Adjoint.Nn;

/// <summary>Kullback–Leibler divergence from log-probabilities to a target of probabilities, or of logarithms.</summary>
/// <param name="logTarget">Whether targets are logarithms.</param>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class KLDivLoss(bool logTarget = false, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) =>
        prediction.KlDivLoss(target, logTarget, Reduction);
}
