namespace Adjoint.Nn;

/// <summary>x·tanh(softplus(x)), elementwise. Misra 2019 (arXiv 1908.08681).</summary>
public sealed class Mish : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Mish();
}
