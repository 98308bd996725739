namespace Adjoint.Nn;

/// <summary>The logarithm of the softmax along an axis.</summary>
/// <param name="axis">The axis.</param>
public sealed class LogSoftmax(int axis) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LogSoftmax(axis);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={axis}";
}
