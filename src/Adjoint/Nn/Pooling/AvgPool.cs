namespace Adjoint.Nn;

/// <summary>The mean of each window over one to three axes.</summary>
public abstract class AvgPool : Layer
{
    private readonly int axes;
    private readonly Spatial kernel;
    private readonly Spatial stride;
    private readonly Spatial padding;
    private readonly bool ceilMode;
    private readonly bool countPadding;
    private readonly int? divisor;

    /// <summary>Makes the layer.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="kernel">Sizes of the window.</param>
    /// <param name="stride">Distance between neighbouring windows; the kernel's size if not given.</param>
    /// <param name="padding">Zeros before and after each axis; 0 if not given.</param>
    /// <param name="ceilMode">Also windows that reach beyond the end, if they begin within the image.</param>
    /// <param name="countPadding">Whether padding counts in the divisor.</param>
    /// <param name="divisor">What sums are divided by; the number of places if not given.</param>
    /// <exception cref="ShapeException">A size is below its least.</exception>
    private protected AvgPool(int axes, Spatial kernel, Spatial? stride, Spatial? padding, bool ceilMode, bool countPadding, int? divisor)
    {
        if (divisor < 1) throw new ShapeException($"{Kind}: a divisor of {divisor} is below 1.");
        this.divisor = divisor;
        this.axes = axes;
        this.kernel = kernel;
        this.stride = stride ?? kernel;
        this.padding = padding ?? 0;
        this.ceilMode = ceilMode;
        this.countPadding = countPadding;
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

    private static string Each(Spatial value) => Repr.Of(value.For(1, "AvgPool1d", "", 0));
}
