namespace Adjoint.Nn;

/// <summary>0 within ±λ, x outside, elementwise.</summary>
/// <param name="lambda">λ.</param>
public sealed class Hardshrink(double lambda = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardshrink(lambda);

    /// <inheritdoc/>
    protected override string Describe() => $"{Repr.Of(lambda)}";
}
