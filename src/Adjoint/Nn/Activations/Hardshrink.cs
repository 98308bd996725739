namespace Adjoint.Nn;

/// <summary>0 within ±λ, x outside, elementwise.</summary>
/// <param name="lambd">λ.</param>
public sealed class Hardshrink(double lambd = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardshrink(lambd);

    /// <inheritdoc/>
    protected override string Describe() => $"{PythonText.Of(lambd)}";
}
