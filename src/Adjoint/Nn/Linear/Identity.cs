namespace Adjoint.Nn;

/// <summary>The input itself.</summary>
public sealed class Identity : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x;
}
