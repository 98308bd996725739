namespace Adjoint.Nn;

/// <summary>x·Φ(x), elementwise. Hendrycks &amp; Gimpel 2016 (arXiv 1606.08415).</summary>
/// <param name="tanh">Whether in the fast form with tanh; else exact.</param>
public sealed class GELU(bool tanh = false) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Gelu(tanh);

    /// <inheritdoc/>
    protected override string Describe() => $"approximate={(tanh ? "'tanh'" : "'none'")}";
}
