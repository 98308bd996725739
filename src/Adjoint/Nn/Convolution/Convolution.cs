namespace Adjoint.Nn;

/// <summary>
/// Convolution of images [N, C, sizes…] (or one image [C, sizes…]) with F filters → [N, F, sizes'…], where each size is
/// ⌊(size + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
public abstract class Convolution : ConvolutionLayer
{
    private readonly bool same;
    private readonly PadMode paddingMode;
    private readonly int[] pairs; // padding before and after each axis, the innermost first
    private readonly bool padsFirst; // whether the padding is an operation of its own, before the convolution

    /// <summary>Creates the layer, weight and bias uniform over ±1/√(C/groups·kernel).</summary>
    private protected Convolution(
        int axes, int inChannels, int outChannels, Spatial kernelSize, Spatial? stride, Spatial? padding, Spatial? dilation, int groups,
        bool bias, Generator? generator, DType dtype, bool same, PadMode paddingMode)
        : base(axes, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, transposed: false)
    {
        if (same && (padding is not null || PerAxis(Stride) != Steps.Repeat(1, axes)))
            throw new ShapeException($"{Kind}: same leaves sizes as they are, which goes with stride 1 and without a padding of its own.");
        (this.same, this.paddingMode) = (same, paddingMode);
        pairs = new int[2 * axes];
        padsFirst = paddingMode != PadMode.Constant;
        var before = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int total = same ? PerAxis(Dilation)[axis] * (Kernel[axis] - 1) : 2 * PerAxis(Padding)[axis];
            int pair = 2 * (axes - 1 - axis);
            (pairs[pair], pairs[pair + 1]) = (total / 2, total - (total / 2));
            padsFirst |= total % 2 != 0;
            before[axis] = total / 2;
        }

        OwnPadding = padsFirst ? 0 : before;
    }

    /// <summary>The padding that the convolution makes itself.</summary>
    private protected Spatial OwnPadding { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        EnsureChannels(x);
        return Padded(x).Convolve(Axes, Weight, Bias, Stride, OwnPadding, Dilation, Groups);
    }

    /// <summary>The image with a padding that the convolution itself cannot make: of another mode, or uneven.</summary>
    private protected Tensor Padded(Tensor x)
    {
        if (!padsFirst) return x;
        CheckImage(x, Axes);
        return x.Pad(pairs, paddingMode);
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        string text = Describe(same ? "same" : UnlessZero(Padding), null);
        return paddingMode == PadMode.Constant ? text : $"{text}, padding_mode={paddingMode.ToString().ToLowerInvariant()}";
    }
}

/// <summary>Convolution along one axis, [N, C, L] or [C, L], with F filters.</summary>
/// <inheritdoc cref="Conv2d" path="/param | /exception"/>
public sealed class Conv1d(
    int inChannels, int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null,
    int groups = 1, bool bias = true, Generator? generator = null, DType dtype = DType.Float32, bool same = false,
    PadMode paddingMode = PadMode.Constant)
    : Convolution(1, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, same, paddingMode);

/// <summary>
/// Convolution of images [N, C, H, W] (or one image [C, H, W]) with F filters → [N, F, H', W'], where
/// H' = ⌊(H + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
/// <param name="inChannels">Channels C of the image.</param>
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
/// <exception cref="ShapeException">A size is below its least, or the channels do not divide by the groups.</exception>
public sealed class Conv2d(
    int inChannels, int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null,
    int groups = 1, bool bias = true, Generator? generator = null, DType dtype = DType.Float32, bool same = false,
    PadMode paddingMode = PadMode.Constant)
    : Convolution(2, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, same, paddingMode),
        IFusesRelu
{
    bool IFusesRelu.Computes(Tensor x) => !x.IsSymbolic && !Weight.IsSymbolic;

    Tensor IFusesRelu.ApplyWithRelu(Tensor x) => Padded(x).Conv2dRelu(Weight, Bias, Stride, OwnPadding, Dilation, Groups);
}

/// <summary>Convolution over three axes, [N, C, D, H, W] or [C, D, H, W], with F filters.</summary>
/// <inheritdoc cref="Conv2d" path="/param | /exception"/>
public sealed class Conv3d(
    int inChannels, int outChannels, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null,
    int groups = 1, bool bias = true, Generator? generator = null, DType dtype = DType.Float32, bool same = false,
    PadMode paddingMode = PadMode.Constant)
    : Convolution(3, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator, dtype, same, paddingMode);
