namespace Adjoint.Nn;

/// <summary>x·sigmoid(x), elementwise.</summary>
public sealed class SiLU : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Silu();
}
