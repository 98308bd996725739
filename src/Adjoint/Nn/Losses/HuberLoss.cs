namespace Adjoint.Nn;

/// <summary>Half the square where |x − target| is below δ, else δ(|x − target| − δ/2). Huber 1964.</summary>
/// <param name="delta">δ.</param>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public sealed class HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Tensor target) => prediction.HuberLoss(target, delta, Reduction);
}
