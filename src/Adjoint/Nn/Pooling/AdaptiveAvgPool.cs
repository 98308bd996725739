namespace Adjoint.Nn;

/// <summary>Means over a given number of nearly equal windows.</summary>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="outputSize">Number of windows along each axis.</param>
public abstract class AdaptiveAvgPool(int axes, Spatial outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveAvgPool(axes, outputSize);

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={outputSize}";
}

/// <summary>Means over a given number of nearly equal windows along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class AdaptiveAvgPool1d(Spatial outputSize) : AdaptiveAvgPool(1, outputSize);

/// <summary>Means over a given number of nearly equal windows over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveAvgPool2d(Spatial outputSize) : AdaptiveAvgPool(2, outputSize);

/// <summary>Means over a given number of nearly equal windows over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveAvgPool3d(Spatial outputSize) : AdaptiveAvgPool(3, outputSize);
