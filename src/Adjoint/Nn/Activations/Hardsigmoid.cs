namespace Adjoint.Nn;

/// <summary>x limited to [−3, 3], moved to [0, 1], elementwise.</summary>
public sealed class Hardsigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardsigmoid();
}
