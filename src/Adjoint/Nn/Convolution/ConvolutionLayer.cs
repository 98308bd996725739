namespace Adjoint.Nn;

/// <summary>A convolution or its transpose over one to three axes, with its weight and bias.</summary>
public abstract partial class ConvolutionLayer : Layer
{
    private protected readonly int Axes, Groups;
    private protected readonly Steps Kernel;
    private protected readonly Spatial Stride, Padding, Dilation;

    /// <summary>
    /// Creates the layer; weight and bias are uniform over ±1/√(second size of the weight·kernel). A transposed one has the weight
    /// [C, F/groups, kernel…] instead of [F, C/groups, kernel…].
    /// </summary>
    private protected ConvolutionLayer(
        int axes, int channels, int filters, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? dilation, int groups,
        bool bias, Generator? random, DType type, bool transposed)
    {
        if (channels < 1 || filters < 1)
            throw new ShapeException($"{Kind}: {channels} channels and {filters} filters must be at least 1.");
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ShapeException($"{Kind}: {channels} channels and {filters} filters must both divide by {groups} groups.");
        (Axes, Groups, Kernel) = (axes, groups, kernel.For(axes, Kind, "kernel", 1));
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        _ = Stride.For(axes, Kind, "stride", 1);
        _ = Padding.For(axes, Kind, "padding", 0);
        _ = Dilation.For(axes, Kind, "dilation", 1);
        (int first, int second) = transposed ? (channels, filters / groups) : (filters, channels / groups);
        Shape shape = [first, second, .. Kernel.Span];
        int fanIn = Initializers.FanIn(shape);
        Weight = Initializers.UniformByFanIn(shape, fanIn, random, type);
        Bias = bias ? Initializers.UniformByFanIn([filters], fanIn, random, type) : null;
    }

    /// <summary>[F, C/groups, kernel…], or [C, F/groups, kernel…] if transposed.</summary>
    [Parameter] public Tensor Weight { get; }

    /// <summary>[F], or null.</summary>
    [Parameter] public Tensor? Bias { get; }

    /// <summary>A setting as one number for each spatial axis.</summary>
    private protected Steps PerAxis(Spatial setting) => setting.For(Axes, Kind, "setting", 0);

    /// <summary>The settings as PyTorch prints them, from the sizes on.</summary>
    private protected string Describe(int channels, int filters, string? padding, string? outputPadding)
    {
        string text = $"{channels}, {filters}, kernel_size={PythonText.Of(Kernel)}, stride={PythonText.Of(PerAxis(Stride))}";
        if (padding is not null) text += $", padding={padding}";
        if (PerAxis(Dilation) != Steps.Repeat(1, Axes)) text += $", dilation={PythonText.Of(PerAxis(Dilation))}";
        if (outputPadding is not null) text += $", output_padding={outputPadding}";
        if (Groups != 1) text += $", groups={Groups}";
        return Bias is null ? text + ", bias=False" : text;
    }

    /// <summary>A padding as PyTorch prints it; null where it is 0, which is not printed.</summary>
    private protected string? UnlessZero(Spatial padding) =>
        PerAxis(padding) == Steps.Repeat(0, Axes) ? null : PythonText.Of(PerAxis(padding));
}
