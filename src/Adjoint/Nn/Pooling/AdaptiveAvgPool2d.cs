namespace Adjoint.Nn;

/// <summary>Means over as many nearly equal windows as the size says, over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <param name="size">Number of windows along each axis.</param>
public sealed class AdaptiveAvgPool2d(Spatial size) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveAvgPool2d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={size}";
}
