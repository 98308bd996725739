namespace Adjoint.Nn;

/// <summary>1 / (1 + e⁻ˣ), elementwise.</summary>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Sigmoid();
}
