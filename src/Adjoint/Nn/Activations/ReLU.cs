namespace Adjoint.Nn;

/// <summary>max(x, 0), elementwise.</summary>
public sealed class ReLU : Layer, IRelu
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Relu();
}
