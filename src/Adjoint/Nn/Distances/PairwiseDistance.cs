namespace Adjoint.Nn;

/// <summary>The p-norm of the difference of vectors along the last axis.</summary>
/// <param name="p">Which norm.</param>
/// <param name="eps">Added to differences.</param>
/// <param name="keepDims">Whether the axis stays, with size 1.</param>
public sealed class PairwiseDistance(double p = 2, double eps = 1e-6, bool keepDims = false) : Module
{
    /// <summary>The distance for each pair of vectors.</summary>
    public Tensor Call(Tensor x, Tensor other) => InScope(x, () => x.PairwiseDistance(other, p, eps, keepDims));
}
