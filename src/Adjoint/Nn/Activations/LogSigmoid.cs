namespace Adjoint.Nn;

/// <summary>log(1 / (1 + e⁻ˣ)), elementwise.</summary>
public sealed class LogSigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LogSigmoid();
}
