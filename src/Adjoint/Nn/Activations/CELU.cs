namespace Adjoint.Nn;

/// <summary>x above 0, α(e^(x/α) − 1) below, elementwise. Barron 2017 (arXiv 1704.07483).</summary>
/// <param name="alpha">α, minus the limit far below 0.</param>
public sealed class CELU(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Celu(alpha);

    /// <inheritdoc/>
    protected override string Describe() => $"alpha={Repr.Of(alpha)}";
}
