namespace Adjoint.Nn;

/// <summary>Mean absolute error: |x − target|.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) =>
        prediction.L1Loss(target, Reduction);
}
