namespace Adjoint.Nn;

/// <summary>
/// Transposed convolution of images [N, C, sizes…] (or [C, sizes…]) with F filters → [N, F, sizes'…], where each size is
/// (size − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1. Zeiler et al. 2010, "Deconvolutional networks".
/// </summary>
public abstract class ConvolutionTransposed : ConvolutionLayer
{
    private readonly Spatial outputPadding;

    /// <summary>Creates the layer, weight and bias uniform over ±1/√(F/groups·kernel).</summary>
    private protected ConvolutionTransposed(
        int axes, int inChannels, int outChannels, Spatial kernelSize, Spatial? stride, Spatial? padding, Spatial? outputPadding,
        int groups, bool bias, Spatial? dilation, Generator? generator, DType dtype)
        : base(axes, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, transposed: true)
    {
        this.outputPadding = outputPadding ?? 0;
        _ = this.outputPadding.For(axes, Kind, "output padding", 0);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => Transposed(x, outputPadding);

    /// <summary>The result in a wanted size, where the convolution maps several sizes to one.</summary>
    /// <param name="x">The image.</param>
    /// <param name="size">The spatial sizes of the result.</param>
    /// <returns>[N, F, size…], or [F, size…] for one image.</returns>
    /// <exception cref="ShapeException">The convolution does not map such a size to the image's.</exception>
    public Tensor Call(Tensor x, Spatial size)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var _ = EnterScope();
        CheckImage(x, Axes);
        Steps wanted = size.For(Axes, Kind, "size", 1);
        (Steps stride, Steps padding, Steps dilation) = (PerAxis(Stride), PerAxis(Padding), PerAxis(Dilation));
        var extra = new int[Axes];
        for (int axis = 0; axis < Axes; axis++)
        {
            int least = ((x.Shape[x.Rank - Axes + axis] - 1) * stride[axis])
                - (2 * padding[axis]) + (dilation[axis] * (Kernel[axis] - 1)) + 1;
            extra[axis] = wanted[axis] - least;
            if (extra[axis] < 0 || extra[axis] >= stride[axis])
                throw new ShapeException(
                    $"{Kind}: spatial axis {axis} of {x.Shape} can become {least} to {least + stride[axis] - 1}, not {wanted[axis]}.");
        }

        return Transposed(x, extra);
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        Describe(UnlessZero(Padding), UnlessZero(outputPadding));

    private Tensor Transposed(Tensor x, Spatial extra)
    {
        EnsureChannels(x);
        return x.ConvolveTransposed(Axes, Weight, Bias, Stride, Padding, extra, Groups, Dilation);
    }
}

/// <summary>Transposed convolution along one axis, [N, C, L] or [C, L], with F filters.</summary>
/// <inheritdoc cref="ConvTranspose2d" path="/param | /exception"/>
public sealed class ConvTranspose1d(
    int inChannels, int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
    int groups = 1, bool bias = true, Spatial? dilation = null, Generator? generator = null, DType dtype = DType.Float32)
    : ConvolutionTransposed(1, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, generator,
        dtype);

/// <summary>Transposed convolution over two axes, [N, C, H, W] or [C, H, W], with F filters.</summary>
/// <param name="inChannels">Channels C of the image.</param>
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
/// <exception cref="ShapeException">A size is below its least, or the channels do not divide by the groups.</exception>
public sealed class ConvTranspose2d(
    int inChannels, int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
    int groups = 1, bool bias = true, Spatial? dilation = null, Generator? generator = null, DType dtype = DType.Float32)
    : ConvolutionTransposed(2, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, generator,
        dtype);

/// <summary>Transposed convolution over three axes, [N, C, D, H, W] or [C, D, H, W], with F filters.</summary>
/// <inheritdoc cref="ConvTranspose2d" path="/param | /exception"/>
public sealed class ConvTranspose3d(
    int inChannels, int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
    int groups = 1, bool bias = true, Spatial? dilation = null, Generator? generator = null, DType dtype = DType.Float32)
    : ConvolutionTransposed(3, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, generator,
        dtype);
