namespace Adjoint.Nn;

/// <summary>x clamped to [min, max], elementwise.</summary>
/// <param name="minVal">The lower limit.</param>
/// <param name="maxVal">The upper limit.</param>
public sealed class Hardtanh(double minVal = -1, double maxVal = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Hardtanh(minVal, maxVal);

    /// <inheritdoc/>
    protected override string Describe() => $"min_val={PythonText.Of(minVal)}, max_val={PythonText.Of(maxVal)}";
}
