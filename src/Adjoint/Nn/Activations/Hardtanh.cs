namespace Adjoint.Nn;

/// <summary>x limited to [min, max], elementwise.</summary>
/// <param name="min">The least.</param>
/// <param name="max">The most.</param>
public sealed class Hardtanh(double min = -1, double max = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardtanh(min, max);

    /// <inheritdoc/>
    protected override string Describe() => $"min_val={Repr.Of(min)}, max_val={Repr.Of(max)}";
}
