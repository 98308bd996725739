namespace Adjoint.Nn;

/// <summary>x / (k + α·mean of x² over the neighbouring channels)^β, for [N, C, …]. Krizhevsky et al. 2012.</summary>
/// <param name="size">Number of neighbouring channels.</param>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
/// <param name="k">k.</param>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LocalResponseNorm(size, alpha, beta, k);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}, alpha={Repr.Of(alpha)}, beta={Repr.Of(beta)}, k={Repr.Of(k)}";
}
