using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>
/// Transposed convolution of images [N, C, sizes…] (or [C, sizes…]) with F filters → [N, F, sizes'…], where each size is
/// (size − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1. Zeiler et al. 2010, "Deconvolutional networks".
/// </summary>
public abstract partial class ConvolutionTransposed : Layer
{
    private readonly int axes;
    private readonly Steps kernel;
    private readonly Steps stride;
    private readonly Steps padding;
    private readonly Steps outputPadding;
    private readonly Steps dilation;
    private readonly int groups;

    /// <summary>Makes the layer, weight and bias uniform over ±1/√(F/groups·kernel).</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="filters">Channels F of the result.</param>
    /// <param name="kernel">Sizes of a filter.</param>
    /// <param name="stride">Distance between neighbouring windows of the result; 1 if not given.</param>
    /// <param name="padding">Places before and after each axis of the result that are left out; 0 if not given.</param>
    /// <param name="outputPadding">Places that the result has more at the end of each axis; 0 if not given, below the stride.</param>
    /// <param name="groups">How many parts the channels are divided into, each with filters of its own.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="random">Draws the first values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below its least, or the channels do not divide by the groups.</exception>
    private protected ConvolutionTransposed(
        int axes, int channels, int filters, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? outputPadding,
        int groups, bool bias, Spatial? dilation, Generator? random, DType type)
    {
        if (channels < 1 || filters < 1)
            throw new ShapeException($"{Kind}: {channels} channels and {filters} filters must be at least 1.");
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ShapeException($"{Kind}: {channels} channels and {filters} filters must both divide by {groups} groups.");
        this.axes = axes;
        this.groups = groups;
        this.kernel = kernel.For(axes, Kind, "kernel", 1);
        this.stride = (stride ?? 1).For(axes, Kind, "stride", 1);
        this.padding = (padding ?? 0).For(axes, Kind, "padding", 0);
        this.outputPadding = (outputPadding ?? 0).For(axes, Kind, "output padding", 0);
        this.dilation = (dilation ?? 1).For(axes, Kind, "dilation", 1);
        Shape shape = [channels, filters / groups, .. this.kernel.Span];
        int fanIn = Initializers.FanIn(shape);
        Weight = Initializers.UniformByFanIn(shape, fanIn, random, type);
        Bias = bias ? Initializers.UniformByFanIn([filters], fanIn, random, type) : null;
    }

    /// <summary>[C, F/groups, kernel…].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <summary>[F], or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => Transposed(x, outputPadding);

    /// <summary>The result in a wanted size, where several sizes lead to one under the convolution.</summary>
    /// <param name="x">The image.</param>
    /// <param name="size">The spatial sizes of the result.</param>
    /// <exception cref="ShapeException">The convolution does not lead from such a size to the image's.</exception>
    public Tensor Forward(Tensor x, Spatial size)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Recording.Entry _ = Recording.Enter(this);
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ShapeException($"{Kind}: takes an image [N, C, {axes} sizes] or a single [C, {axes} sizes], not {x.Shape}.");
        Steps wanted = size.For(axes, Kind, "size", 1);
        var extra = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int least = ((x.Shape[x.Rank - axes + axis] - 1) * stride[axis]) - (2 * padding[axis]) + (dilation[axis] * (kernel[axis] - 1)) + 1;
            extra[axis] = wanted[axis] - least;
            if (extra[axis] < 0 || extra[axis] >= stride[axis])
                throw new ShapeException($"{Kind}: spatial axis {axis} of {x.Shape} can become {least} to {least + stride[axis] - 1}, not {wanted[axis]}.");
        }

        return Transposed(x, new Steps(extra));
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        string text = $"{Weight.Shape[0]}, {Weight.Shape[1] * groups}, kernel_size={Repr.Of(kernel)}, stride={Repr.Of(stride)}";
        if (padding != Steps.Repeat(0, axes)) text += $", padding={Repr.Of(padding)}";
        if (dilation != Steps.Repeat(1, axes)) text += $", dilation={Repr.Of(dilation)}";
        if (outputPadding != Steps.Repeat(0, axes)) text += $", output_padding={Repr.Of(outputPadding)}";
        if (groups != 1) text += $", groups={groups}";
        return Bias is null ? text + ", bias=False" : text;
    }

    private Tensor Transposed(Tensor x, Steps extra) =>
        x.ConvolveTransposed(axes, Weight, Bias, Of(stride), Of(padding), Of(extra), groups, Of(dilation));

    private static Spatial Of(Steps steps) => steps.Span.ToArray();
}
