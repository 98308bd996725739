namespace Adjoint.Nn;

/// <summary>The softmax of −x along an axis.</summary>
/// <param name="axis">The axis.</param>
public sealed class Softmin(int axis) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softmin(axis);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={axis}";
}
