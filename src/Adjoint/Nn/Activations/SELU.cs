namespace Adjoint.Nn;

/// <summary>The scaled ELU, with which means and variances keep still. Klambauer et al. 2017 (arXiv 1706.02515).</summary>
public sealed class SELU : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Selu();
}
