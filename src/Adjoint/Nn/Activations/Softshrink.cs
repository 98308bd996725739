namespace Adjoint.Nn;

/// <summary>0 within ±λ, outside x moved towards 0 by λ, elementwise.</summary>
/// <param name="lambda">λ.</param>
public sealed class Softshrink(double lambda = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softshrink(lambda);

    /// <inheritdoc/>
    protected override string Describe() => $"{Repr.Of(lambda)}";
}
