namespace Adjoint.Nn;

/// <summary>The largest element of each of a given number of nearly equal windows.</summary>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="outputSize">Number of windows along each axis.</param>
public abstract class AdaptiveMaxPool(int axes, Spatial outputSize) : Layer
{
    /// <summary>The largest element of each window, and its index within its plane (int64).</summary>
    /// <inheritdoc cref="Module.Forward"/>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x) => InScope(x, () => x.AdaptiveMaxPool(axes, outputSize));

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveMaxPool(axes, outputSize).Values;

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={outputSize}";
}

/// <summary>The largest element of each of a given number of nearly equal windows along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class AdaptiveMaxPool1d(Spatial outputSize) : AdaptiveMaxPool(1, outputSize);

/// <summary>The largest element of each of a given number of nearly equal windows over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveMaxPool2d(Spatial outputSize) : AdaptiveMaxPool(2, outputSize);

/// <summary>The largest element of each of a number of nearly equal windows over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class AdaptiveMaxPool3d(Spatial outputSize) : AdaptiveMaxPool(3, outputSize);
