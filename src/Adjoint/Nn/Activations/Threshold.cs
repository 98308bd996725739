namespace Adjoint.Nn;

/// <summary>x above the threshold, a value elsewhere.</summary>
/// <param name="threshold">The threshold.</param>
/// <param name="value">The value.</param>
public sealed class Threshold(double threshold, double value) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Threshold(threshold, value);

    /// <inheritdoc/>
    protected override string Describe() => $"threshold={Repr.Plain(threshold)}, value={Repr.Plain(value)}";
}
