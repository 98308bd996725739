namespace Adjoint.Nn;

/// <summary>
/// max(0, d(x, positive) − d(x, negative) + margin) with a distance of the user's: takes an anchor x, a positive, a negative.
/// </summary>
/// <param name="distanceFunction">The distance of each pair of vectors; <see cref="Tensor.PairwiseDistance"/> if not given.</param>
/// <param name="margin">By how much.</param>
/// <param name="swap">Whether the positive's distance to the negative counts where that is less.</param>
/// <param name="reduction">How the losses of the triplets are reduced.</param>
public sealed class TripletMarginWithDistanceLoss(
    Func<Tensor, Tensor, Tensor>? distanceFunction = null, double margin = 1, bool swap = false, Reduction reduction = Reduction.Mean)
    : ThreeInputLoss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor first, Tensor second, Tensor third) =>
        first.TripletMarginWithDistanceLoss(second, third, distanceFunction, margin, swap, Reduction);
}
