namespace Adjoint.Nn;

/// <summary>The mean of each window over one to three axes.</summary>
public abstract class AvgPool : Layer
{
    private readonly int axes;
    private readonly Spatial kernel, stride, padding;
    private readonly bool ceilMode, countPadding;
    private readonly int? divisor;

    /// <summary>Creates the layer.</summary>
    private protected AvgPool(int axes, Spatial kernelSize, Spatial? stride, Spatial? padding, bool ceilMode, bool countIncludePad,
        int? divisorOverride)
    {
        if (divisorOverride < 1) throw new ShapeException($"{Kind}: a divisor of {divisorOverride} is below 1.");
        (this.axes, this.ceilMode, this.countPadding, this.divisor) = (axes, ceilMode, countIncludePad, divisorOverride);
        (this.kernel, this.stride, this.padding) = (kernelSize, stride ?? kernelSize, padding ?? 0);
        _ = kernelSize.For(axes, Kind, "kernel", 1);
        _ = this.stride.For(axes, Kind, "stride", 1);
        _ = this.padding.For(axes, Kind, "padding", 0);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AvgPool(axes, kernel, stride, padding, ceilMode, countPadding, divisor);

    /// <inheritdoc/>
    protected override string Describe() => axes == 1
        ? $"kernel_size={Each(kernel)}, stride={Each(stride)}, padding={Each(padding)}"
        : $"kernel_size={kernel}, stride={stride}, padding={padding}";

    private static string Each(Spatial value) => PythonText.Of(value.For(1, "AvgPool1d", "", 0));
}

/// <summary>The mean of each window along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc cref="AvgPool2d" path="/param[@name!='divisor'] | /exception"/>
public sealed class AvgPool1d(
    Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true)
    : AvgPool(1, kernelSize, stride, padding, ceilMode, countIncludePad, null);

/// <summary>The mean of each window over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <param name="kernelSize">Sizes of the window.</param>
/// <param name="stride">Distance between neighbouring windows; the kernel's size if not given.</param>
/// <param name="padding">Zeros before and after each axis; 0 if not given.</param>
/// <param name="ceilMode">Whether to include windows that reach beyond the end, if they begin within the image.</param>
/// <param name="countIncludePad">Whether padding counts in the divisor.</param>
/// <param name="divisorOverride">Divisor of the sums; the number of places if not given.</param>
/// <exception cref="ShapeException">A size is below its least.</exception>
public sealed class AvgPool2d(
    Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null)
    : AvgPool(2, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);

/// <summary>The mean of each window over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc cref="AvgPool2d" path="/param | /exception"/>
public sealed class AvgPool3d(
    Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null)
    : AvgPool(3, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
