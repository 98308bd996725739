namespace Adjoint.Nn;

/// <summary>x clamped to [min, max], elementwise.</summary>
/// <param name="min">The lower limit.</param>
/// <param name="max">The upper limit.</param>
public sealed class Hardtanh(double min = -1, double max = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardtanh(min, max);

    /// <inheritdoc/>
    protected override string Describe() => $"min_val={PythonText.Of(min)}, max_val={PythonText.Of(max)}";
}
