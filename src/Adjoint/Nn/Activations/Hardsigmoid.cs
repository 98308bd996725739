namespace Adjoint.Nn;

/// <summary>x clamped to [−3, 3] and scaled to [0, 1], elementwise.</summary>
public sealed class Hardsigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardsigmoid();
}
