namespace Adjoint.Nn;

/// <summary>x limited to [0, 6], elementwise.</summary>
public sealed class ReLU6 : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Relu6();
}
