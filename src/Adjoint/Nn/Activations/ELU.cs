namespace Adjoint.Nn;

/// <summary>x above 0, α(eˣ − 1) below, elementwise. Clevert et al. 2015 (arXiv 1511.07289).</summary>
/// <param name="alpha">α, minus the limit far below 0.</param>
public sealed class ELU(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Elu(alpha);

    /// <inheritdoc/>
    protected override string Describe() => $"alpha={Repr.Of(alpha)}";
}
