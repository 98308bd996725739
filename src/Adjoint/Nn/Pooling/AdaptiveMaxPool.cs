namespace Adjoint.Nn;

/// <summary>The largest element of each of a given number of nearly equal windows.</summary>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="size">Number of windows along each axis.</param>
public abstract class AdaptiveMaxPool(int axes, Spatial size) : Layer
{
    /// <summary>The largest element of each window, and its index within its plane (int64).</summary>
    /// <inheritdoc cref="Module.Forward"/>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x) => InScope(x, () => x.AdaptiveMaxPool(axes, size));

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveMaxPool(axes, size).Values;

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={size}";
}

/// <summary>The largest element of each of a given number of nearly equal windows along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class AdaptiveMaxPool1d(Spatial size) : AdaptiveMaxPool(1, size);

/// <summary>The largest element of each of a given number of nearly equal windows over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveMaxPool2d(Spatial size) : AdaptiveMaxPool(2, size);

/// <summary>The largest element of each of a number of nearly equal windows over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveMaxPool3d(Spatial size) : AdaptiveMaxPool(3, size);
