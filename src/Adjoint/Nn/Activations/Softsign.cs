namespace Adjoint.Nn;

/// <summary>x / (1 + |x|), elementwise.</summary>
public sealed class Softsign : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softsign();
}
