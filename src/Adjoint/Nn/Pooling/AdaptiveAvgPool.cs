namespace Adjoint.Nn;

/// <summary>Means over a given number of nearly equal windows.</summary>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="size">Number of windows along each axis.</param>
public abstract class AdaptiveAvgPool(int axes, Spatial size) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveAvgPool(axes, size);

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={size}";
}

/// <summary>Means over a given number of nearly equal windows along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class AdaptiveAvgPool1d(Spatial size) : AdaptiveAvgPool(1, size);

/// <summary>Means over a given number of nearly equal windows over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveAvgPool2d(Spatial size) : AdaptiveAvgPool(2, size);

/// <summary>Means over a given number of nearly equal windows over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveAvgPool3d(Spatial size) : AdaptiveAvgPool(3, size);
