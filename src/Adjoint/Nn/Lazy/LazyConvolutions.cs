namespace Adjoint.Nn;

/// <summary>
/// A <see cref="Conv1d"/> whose number of channels is that of its first input:
/// convolution along one axis, [N, C, L] or [C, L].
/// </summary>
/// <inheritdoc cref="LazyConv2d" path="/param | /exception"/>
public sealed class LazyConv1d(
    int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1,
    bool bias = true, Generator? generator = null, DType dtype = DType.Float32, bool same = false, PadMode paddingMode = PadMode.Constant)
    : Convolution(1, Lazy.Unknown, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, same, paddingMode);

/// <summary>
/// A <see cref="Conv2d"/> whose number of channels is that of its first input:
/// convolution over two axes, [N, C, H, W] or [C, H, W].
/// </summary>
/// <param name="outChannels">Channels F of the result.</param>
/// <param name="kernelSize">Sizes of a filter.</param>
/// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
/// <param name="padding">Places before and after each axis; 0 if not given.</param>
/// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
/// <param name="groups">Number of groups of channels, each with filters of its own.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <param name="same">Whether to pad so that sizes stay, at stride 1: PyTorch's <c>padding='same'</c>.</param>
/// <param name="paddingMode">Where the values of the padding come from; zeros if not given.</param>
/// <exception cref="ShapeException">A size is below its least, or the filters do not divide by the groups.</exception>
public sealed class LazyConv2d(
    int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1,
    bool bias = true, Generator? generator = null, DType dtype = DType.Float32, bool same = false, PadMode paddingMode = PadMode.Constant)
    : Convolution(2, Lazy.Unknown, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, same, paddingMode);

/// <summary>
/// A <see cref="Conv3d"/> whose number of channels is that of its first input:
/// convolution over three axes, [N, C, D, H, W] or [C, D, H, W].
/// </summary>
/// <inheritdoc cref="LazyConv2d" path="/param | /exception"/>
public sealed class LazyConv3d(
    int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1,
    bool bias = true, Generator? generator = null, DType dtype = DType.Float32, bool same = false, PadMode paddingMode = PadMode.Constant)
    : Convolution(3, Lazy.Unknown, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, same, paddingMode);

/// <summary>
/// A <see cref="ConvTranspose1d"/> whose number of channels is that of its first input:
/// transposed convolution along one axis, [N, C, L] or [C, L].
/// </summary>
/// <inheritdoc cref="LazyConvTranspose2d" path="/param | /exception"/>
public sealed class LazyConvTranspose1d(
    int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1,
    bool bias = true, Spatial? dilation = null, Generator? generator = null, DType dtype = DType.Float32)
    : ConvolutionTransposed(1, Lazy.Unknown, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, generator,
        dtype);

/// <summary>
/// A <see cref="ConvTranspose2d"/> whose number of channels is that of its first input:
/// transposed convolution over two axes, [N, C, H, W] or [C, H, W].
/// </summary>
/// <param name="outChannels">Channels F of the result.</param>
/// <param name="kernelSize">Sizes of a filter.</param>
/// <param name="stride">Distance between neighbouring windows of the result; 1 if not given.</param>
/// <param name="padding">Places before and after each axis of the result that are left out; 0 if not given.</param>
/// <param name="outputPadding">Places added at the end of each axis of the result; 0 if not given, below the stride.</param>
/// <param name="groups">Number of groups of channels, each with filters of its own.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
/// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below its least, or the filters do not divide by the groups.</exception>
public sealed class LazyConvTranspose2d(
    int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1,
    bool bias = true, Spatial? dilation = null, Generator? generator = null, DType dtype = DType.Float32)
    : ConvolutionTransposed(2, Lazy.Unknown, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, generator,
        dtype);

/// <summary>
/// A <see cref="ConvTranspose3d"/> whose number of channels is that of its first input:
/// transposed convolution over three axes, [N, C, D, H, W] or [C, D, H, W].
/// </summary>
/// <inheritdoc cref="LazyConvTranspose2d" path="/param | /exception"/>
public sealed class LazyConvTranspose3d(
    int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1,
    bool bias = true, Spatial? dilation = null, Generator? generator = null, DType dtype = DType.Float32)
    : ConvolutionTransposed(3, Lazy.Unknown, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, generator,
        dtype);
