namespace Adjoint.Nn;

/// <summary>eˣ over its sum along an axis.</summary>
/// <param name="axis">The axis.</param>
public sealed class Softmax(int axis) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softmax(axis);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={axis}";
}
