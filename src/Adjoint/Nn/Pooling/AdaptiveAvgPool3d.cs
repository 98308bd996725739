namespace Adjoint.Nn;

/// <summary>Means over as many nearly equal windows as the size says, over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <param name="size">Number of windows along each axis.</param>
public sealed class AdaptiveAvgPool3d(Spatial size) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveAvgPool3d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={size}";
}
