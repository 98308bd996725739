namespace Adjoint.Nn;

/// <summary>0 within ±λ, outside x moved towards 0 by λ, elementwise.</summary>
/// <param name="lambd">λ.</param>
public sealed class Softshrink(double lambd = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softshrink(lambd);

    /// <inheritdoc/>
    protected override string Describe() => $"{PythonText.Of(lambd)}";
}
