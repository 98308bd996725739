namespace Adjoint.Nn;

/// <summary>The mean of each window over one to three axes.</summary>
public abstract class AvgPool : Layer
{
    private readonly int axes;
    private readonly Spatial kernel, stride, padding;
    private readonly bool ceilMode, countPadding;
    private readonly int? divisor;

    /// <summary>Creates the layer.</summary>
    private protected AvgPool(int axes, Spatial kernel, Spatial? stride, Spatial? padding, bool ceilMode, bool countPadding, int? divisor)
    {
        if (divisor < 1) throw new ShapeException($"{Kind}: a divisor of {divisor} is below 1.");
        (this.axes, this.ceilMode, this.countPadding, this.divisor) = (axes, ceilMode, countPadding, divisor);
        (this.kernel, this.stride, this.padding) = (kernel, stride ?? kernel, padding ?? 0);
        _ = kernel.For(axes, Kind, "kernel", 1);
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
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true)
    : AvgPool(1, kernel, stride, padding, ceilMode, countPadding, null);

/// <summary>The mean of each window over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <param name="kernel">Sizes of the window.</param>
/// <param name="stride">Distance between neighbouring windows; the kernel's size if not given.</param>
/// <param name="padding">Zeros before and after each axis; 0 if not given.</param>
/// <param name="ceilMode">Whether to include windows that reach beyond the end, if they begin within the image.</param>
/// <param name="countPadding">Whether padding counts in the divisor.</param>
/// <param name="divisor">Divisor of the sums; the number of places if not given.</param>
/// <exception cref="ShapeException">A size is below its least.</exception>
public sealed class AvgPool2d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true, int? divisor = null)
    : AvgPool(2, kernel, stride, padding, ceilMode, countPadding, divisor);

/// <summary>The mean of each window over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc cref="AvgPool2d" path="/param | /exception"/>
public sealed class AvgPool3d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true, int? divisor = null)
    : AvgPool(3, kernel, stride, padding, ceilMode, countPadding, divisor);
