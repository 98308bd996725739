namespace Adjoint.Nn;

/// <summary>max(0, −target·(x − other) + margin): takes x, the other, and targets of 1 (x is to be above) and −1.</summary>
/// <param name="margin">By how much.</param>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : LossOfThree(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor first, Tensor second, Tensor third) => first.MarginRankingLoss(second, third, margin, Reduction);
}
