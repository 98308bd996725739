namespace Adjoint.Nn;

/// <summary>The hyperbolic tangent, elementwise.</summary>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Tanh();
}
