namespace Adjoint.Nn;

/// <summary>
/// Convolution of images [N, C, sizes…] (or one image [C, sizes…]) with F filters → [N, F, sizes'…], where each size is
/// ⌊(size + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
public abstract partial class Convolution : Layer
{
    private readonly int axes;
    private readonly Steps kernel;
    private readonly Steps padding;
    private readonly Spatial before; // each axis
    private readonly bool same;
    private readonly PadMode paddingMode;

    /// <summary>Makes the layer, weight and bias uniform over ±1/√(C/groups·kernel).</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="filters">Channels F of the result.</param>
    /// <param name="kernel">Sizes of a filter.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <param name="padding">Places before and after each axis; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="groups">How many parts the channels are divided into, each with filters of its own.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="random">Draws the first values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="same">Whether to pad so that sizes stay, at stride 1: PyTorch's <c>padding='same'</c>.</param>
    /// <param name="paddingMode">What is padded with; zeros if not given.</param>
    /// <exception cref="ShapeException">A size is below its least, or the channels do not divide by the groups.</exception>
    private protected Convolution(
        int axes, int channels, int filters, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? dilation, int groups,
        bool bias, Generator? random, DType type, bool same, PadMode paddingMode)
    {
        if (channels < 1 || filters < 1)
            throw new ShapeException($"{Kind}: {channels} channels and {filters} filters must be at least 1.");
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ShapeException($"{Kind}: {channels} channels and {filters} filters must both divide by {groups} groups.");
        this.axes = axes;
        this.kernel = kernel.For(axes, Kind, "kernel", 1);
        this.padding = (padding ?? 0).For(axes, Kind, "padding", 0);
        this.same = same;
        this.paddingMode = paddingMode;
        Stride = stride ?? 1;
        Dilation = dilation ?? 1;
        Groups = groups;
        Steps steps = Stride.For(axes, Kind, "stride", 1);
        Steps dilated = Dilation.For(axes, Kind, "dilation", 1);
        if (same && (padding is not null || steps != Steps.Repeat(1, axes)))
            throw new ShapeException($"{Kind}: same leaves sizes as they are, which goes with stride 1 and without a padding of its own.");
        Around = new int[2 * axes];
        var each = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int total = same ? dilated[axis] * (this.kernel[axis] - 1) : 2 * this.padding[axis];
            (Around[2 * (axes - 1 - axis)], Around[(2 * (axes - 1 - axis)) + 1]) = (total / 2, total - (total / 2));
            each[axis] = total / 2;
        }

        before = each;

        Shape shape = [filters, channels / groups, .. this.kernel.Span];
        int fanIn = Initializers.FanIn(shape);
        Weight = Initializers.UniformByFanIn(shape, fanIn, random, type);
        Bias = bias ? Initializers.UniformByFanIn([filters], fanIn, random, type) : null;
    }

    /// <summary>[F, C/groups, kernel…].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <summary>[F], or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <summary>Distance between neighbouring windows.</summary>
    private protected Spatial Stride { get; }

    /// <summary>Distance between neighbouring elements of a window.</summary>
    private protected Spatial Dilation { get; }

    /// <summary>How many parts the channels are divided into.</summary>
    private protected int Groups { get; }

    /// <summary>Before and after each axis, the innermost first.</summary>
    private int[] Around { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        (Tensor padded, Spatial rest) = Padded(x);
        return padded.Convolve(axes, Weight, Bias, Stride, rest, Dilation, Groups);
    }

    /// <summary>What the convolution itself cannot pad is padded before it; the rest is left to it.</summary>
    private protected (Tensor X, Spatial Padding) Padded(Tensor x)
    {
        bool even = true;
        for (int i = 0; i < Around.Length; i += 2) even &= Around[i] == Around[i + 1];
        if (paddingMode != PadMode.Constant || !even)
        {
            if (x.Rank != axes + 1 && x.Rank != axes + 2)
                throw new ShapeException($"{Kind}: takes an image [N, C, {axes} sizes] or a single [C, {axes} sizes], not {x.Shape}.");
            return (x.Pad(Around, paddingMode), 0);
        }

        return (x, before);
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        Steps dilation = Dilation.For(axes, Kind, "dilation", 1);
        string text = $"{Weight.Shape[1] * Groups}, {Weight.Shape[0]}, kernel_size={Repr.Of(kernel)}, stride={Repr.Of(Stride.For(axes, Kind, "stride", 1))}";
        if (same) text += ", padding=same";
        else if (padding != Steps.Repeat(0, axes)) text += $", padding={Repr.Of(padding)}";
        if (dilation != Steps.Repeat(1, axes)) text += $", dilation={Repr.Of(dilation)}";
        if (Groups != 1) text += $", groups={Groups}";
        if (Bias is null) text += ", bias=False";
        return paddingMode == PadMode.Constant ? text : $"{text}, padding_mode={paddingMode.ToString().ToLowerInvariant()}";
    }
}
