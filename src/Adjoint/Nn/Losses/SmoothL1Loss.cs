namespace Adjoint.Nn;

/// <summary>Half the square over β where |x − target| is below β, else |x − target| − β/2. Girshick 2015 (arXiv 1504.08083).</summary>
/// <param name="beta">β.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed class SmoothL1Loss(double beta = 1, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.SmoothL1Loss(target, beta, Reduction);
}
