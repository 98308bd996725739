namespace Adjoint.Nn;

/// <summary>x times its hard sigmoid, elementwise. Howard et al. 2019 (arXiv 1905.02244).</summary>
public sealed class Hardswish : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardswish();
}
