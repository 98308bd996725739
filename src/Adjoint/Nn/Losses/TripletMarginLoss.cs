namespace Adjoint.Nn;

/// <summary>max(0, d(x, positive) − d(x, negative) + margin): takes an anchor x, a positive, a negative. Balntas et al. 2016.</summary>
/// <param name="margin">By how much.</param>
/// <param name="p">Which norm.</param>
/// <param name="eps">Added to differences.</param>
/// <param name="swap">Whether the positive's distance to the negative counts where that is less.</param>
/// <param name="reduction">How the losses of the triplets are reduced.</param>
public sealed class TripletMarginLoss(
    double margin = 1, double p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean)
    : ThreeInputLoss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor first, Tensor second, Tensor third) =>
        first.TripletMarginLoss(second, third, margin, p, eps, swap, Reduction);
}
