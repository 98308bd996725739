namespace Adjoint.Nn;

/// <summary>Means over as many nearly equal windows as the size says, along one axis, [N, C, L] or [C, L].</summary>
/// <param name="size">Number of windows along each axis.</param>
public sealed class AdaptiveAvgPool1d(Spatial size) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveAvgPool1d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={size}";
}
