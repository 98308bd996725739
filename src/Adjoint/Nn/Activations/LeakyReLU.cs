namespace Adjoint.Nn;

/// <summary>x above 0, slope·x below, elementwise.</summary>
/// <param name="negativeSlope">The slope below 0.</param>
public sealed class LeakyReLU(double negativeSlope = 0.01) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LeakyRelu(negativeSlope);

    /// <inheritdoc/>
    protected override string Describe() => $"negative_slope={Repr.Of(negativeSlope)}";
}
