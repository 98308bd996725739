namespace Adjoint.Nn;

/// <summary>x − tanh(x), elementwise.</summary>
public sealed class Tanhshrink : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Tanhshrink();
}
