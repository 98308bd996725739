namespace Adjoint.Nn;

/// <summary>
/// Convolution of images [N, C, H, W] (or one image [C, H, W]) with F filters → [N, F, H', W'], where
/// H' = ⌊(H + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
public sealed partial class Conv2d : Layer
{
    private readonly Spatial stride;
    private readonly Spatial padding;
    private readonly Spatial dilation;
    private readonly int groups;

    /// <summary>Makes the layer, weight and bias uniform over ±1/√(C/groups·Kh·Kw).</summary>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="filters">Channels F of the result.</param>
    /// <param name="kernel">Sizes of a filter.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <param name="padding">Zeros before and after each axis; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="groups">How many parts the channels are divided into, each with filters of its own.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="random">Draws the first values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below its least, or the channels do not divide by the groups.</exception>
    public Conv2d(
        int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null,
        Spatial? dilation = null, int groups = 1, bool bias = true, Generator? random = null, DType type = DType.Float32)
    {
        if (channels < 1 || filters < 1)
            throw new ShapeException($"Conv2d: {channels} channels and {filters} filters must be at least 1.");
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ShapeException($"Conv2d: {channels} channels and {filters} filters must both divide by {groups} groups.");
        Steps sizes = kernel.For(2, "Conv2d: kernel", 1);
        this.stride = stride ?? 1;
        this.padding = padding ?? 0;
        this.dilation = dilation ?? 1;
        this.groups = groups;
        _ = this.stride.For(2, "Conv2d: stride", 1);
        _ = this.padding.For(2, "Conv2d: padding", 0);
        _ = this.dilation.For(2, "Conv2d: dilation", 1);
        Shape shape = [filters, channels / groups, sizes[0], sizes[1]];
        int fanIn = Initializers.FanIn(shape);
        Weight = Initializers.UniformByFanIn(shape, fanIn, random, type);
        Bias = bias ? Initializers.UniformByFanIn([filters], fanIn, random, type) : null;
    }

    /// <summary>[F, C/groups, Kh, Kw].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <summary>[F], or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Conv2d(Weight, Bias, stride, padding, dilation, groups);

    /// <inheritdoc/>
    protected override string Describe()
    {
        Shape shape = Weight.Shape;
        string text = $"{shape[1] * groups}, {shape[0]}, kernel_size=({shape[2]}, {shape[3]}), stride={Pair(stride)}";
        if (!IsBoth(padding, 0)) text += $", padding={Pair(padding)}";
        if (!IsBoth(dilation, 1)) text += $", dilation={Pair(dilation)}";
        if (groups != 1) text += $", groups={groups}";
        return Bias is null ? text + ", bias=False" : text;
    }

    private static string Pair(Spatial value) => Repr.Of(value.For(2, "Conv2d", 0));

    private static bool IsBoth(Spatial value, int number) => value.For(2, "Conv2d", 0) == Steps.Repeat(number, 2);
}
