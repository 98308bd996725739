namespace Adjoint.Nn;

/// <summary>log(1 + e^(βx)) / β, elementwise; x itself where βx is above the threshold.</summary>
/// <param name="beta">β.</param>
/// <param name="threshold">From where on x itself is taken.</param>
public sealed class Softplus(double beta = 1, double threshold = 20) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softplus(beta, threshold);

    /// <inheritdoc/>
    protected override string Describe() => $"beta={Repr.Plain(beta)}, threshold={Repr.Plain(threshold)}";
}
