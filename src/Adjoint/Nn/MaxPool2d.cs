namespace Adjoint.Nn;

/// <summary>The largest of each window of images [N, C, H, W], or of one image [C, H, W].</summary>
public sealed class MaxPool2d : Layer
{
    private readonly Spatial kernel;
    private readonly Spatial stride;
    private readonly Spatial padding;
    private readonly Spatial dilation;
    private readonly bool ceilMode;

    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">Sizes of the window.</param>
    /// <param name="stride">Distance between neighbouring windows; the kernel's size if not given.</param>
    /// <param name="padding">Places before and after each axis that count as −∞; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="ceilMode">Also windows that reach beyond the end, if they begin within the image.</param>
    /// <exception cref="ShapeException">A size is below its least.</exception>
    public MaxPool2d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    {
        this.kernel = kernel;
        this.stride = stride ?? kernel;
        this.padding = padding ?? 0;
        this.dilation = dilation ?? 1;
        this.ceilMode = ceilMode;
        _ = kernel.For(2, "MaxPool2d: kernel", 1);
        _ = this.stride.For(2, "MaxPool2d: stride", 1);
        _ = this.padding.For(2, "MaxPool2d: padding", 0);
        _ = this.dilation.For(2, "MaxPool2d: dilation", 1);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.MaxPool2d(kernel, stride, padding, dilation, ceilMode);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"kernel_size={kernel}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={Repr.Of(ceilMode)}";
}
