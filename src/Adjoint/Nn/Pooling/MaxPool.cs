namespace Adjoint.Nn;

/// <summary>The largest element of each window over one to three axes.</summary>
public abstract class MaxPool : Layer, ICommutesWithRelu
{
    private readonly int axes;
    private readonly Spatial kernel, stride, padding, dilation;
    private readonly bool ceilMode;

    /// <summary>Creates the layer.</summary>
    private protected MaxPool(int axes, Spatial kernelSize, Spatial? stride, Spatial? padding, Spatial? dilation, bool ceilMode)
    {
        (this.axes, this.ceilMode) = (axes, ceilMode);
        (this.kernel, this.stride, this.padding, this.dilation) = (kernelSize, stride ?? kernelSize, padding ?? 0, dilation ?? 1);
        _ = kernelSize.For(axes, Kind, "kernel", 1);
        _ = this.stride.For(axes, Kind, "stride", 1);
        _ = this.padding.For(axes, Kind, "padding", 0);
        _ = this.dilation.For(axes, Kind, "dilation", 1);
    }

    /// <summary>The largest element of each window, and its index within its plane (int64); PyTorch's <c>return_indices</c>.</summary>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x) =>
        InScope(x, () => x.MaxPool(axes, kernel, stride, padding, dilation, ceilMode));

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.MaxPool(axes, kernel, stride, padding, dilation, ceilMode, withIndices: false).Values;

    /// <inheritdoc/>
    protected override string Describe() =>
        $"kernel_size={kernel}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={PythonText.Of(ceilMode)}";
}

/// <summary>The largest element of each window along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc cref="MaxPool2d" path="/param | /exception"/>
public sealed class MaxPool1d(
    Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    : MaxPool(1, kernelSize, stride, padding, dilation, ceilMode);

/// <summary>The largest element of each window over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <param name="kernelSize">Sizes of the window.</param>
/// <param name="stride">Distance between neighbouring windows; the kernel's size if not given.</param>
/// <param name="padding">Places before and after each axis that count as −∞; 0 if not given.</param>
/// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
/// <param name="ceilMode">Whether to include windows that reach beyond the end, if they begin within the image.</param>
/// <exception cref="ShapeException">A size is below its least.</exception>
public sealed class MaxPool2d(
    Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    : MaxPool(2, kernelSize, stride, padding, dilation, ceilMode);

/// <summary>The largest element of each window over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc cref="MaxPool2d" path="/param | /exception"/>
public sealed class MaxPool3d(
    Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    : MaxPool(3, kernelSize, stride, padding, dilation, ceilMode);
