namespace Adjoint.Nn;

/// <summary>x / (k + α·mean of x² over the neighbouring channels)^β, for [N, C, H, W]. Krizhevsky et al. 2012.</summary>
/// <remarks>As documented; PyTorch's own leaves one channel too many in the sum from the middle on.</remarks>
/// <param name="size">Number of neighbouring channels.</param>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
/// <param name="k">k.</param>
public sealed class CrossMapLRN2d(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Rank == 4
        ? x.LocalResponseNorm(size, alpha, beta, k)
        : throw new ShapeException($"CrossMapLRN2d: takes images [N, C, H, W], not {x.Shape}.");

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{size}, alpha={PythonText.AsGiven(alpha)}, beta={PythonText.AsGiven(beta)}, k={PythonText.AsGiven(k)}";
}
