namespace Adjoint.Nn;

/// <summary>A convolution or its transpose over one to three axes, with its weight and bias.</summary>
public abstract partial class ConvolutionLayer : Layer, ILazyModule
{
    private protected readonly int Axes, Groups;
    private protected readonly Steps Kernel;
    private protected readonly Spatial Stride, Padding, Dilation;

    private readonly bool hasBias, transposed;
    private readonly Generator? random;
    private DType type;

    [Parameter("weight")] private Tensor? weight;
    [Parameter("bias")] private Tensor? summand;

    /// <summary>
    /// Creates the layer; weight and bias are uniform over ±1/√(second size of the weight·kernel). A transposed one has the weight
    /// [C, F/groups, kernel…] instead of [F, C/groups, kernel…].
    /// </summary>
    private protected ConvolutionLayer(
        int axes, int inChannels, int outChannels, Spatial kernelSize, Spatial? stride, Spatial? padding, Spatial? dilation, int groups,
        bool bias, Generator? generator, DType dtype, bool transposed)
    {
        if ((inChannels < 1 && inChannels != Lazy.Unknown) || outChannels < 1)
            throw new ShapeException($"{Kind}: {inChannels} channels and {outChannels} filters must be at least 1.");
        if (groups < 1 || (inChannels != Lazy.Unknown && inChannels % groups != 0) || outChannels % groups != 0)
            throw new ShapeException($"{Kind}: {inChannels} channels and {outChannels} filters must both divide by {groups} groups.");
        (Axes, Groups, Kernel) = (axes, groups, kernelSize.For(axes, Kind, "kernel", 1));
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        _ = Stride.For(axes, Kind, "stride", 1);
        _ = Padding.For(axes, Kind, "padding", 0);
        _ = Dilation.For(axes, Kind, "dilation", 1);
        (Filters, hasBias, this.random, this.type, this.transposed) = (outChannels, bias, generator, dtype, transposed);
        if (inChannels != Lazy.Unknown) Make(inChannels);
    }

    /// <summary>[F, C/groups, kernel…], or [C, F/groups, kernel…] if transposed.</summary>
    /// <exception cref="AdjointException">The layer takes the channels of its first input, and there was none yet.</exception>
    public Tensor Weight => Current(weight) ?? throw Lazy.Pending(Kind);

    /// <summary>[F], or null.</summary>
    public Tensor? Bias => Current(summand);

    bool ILazyModule.IsPending => weight is null;

    DType ILazyModule.Type
    {
        set => type = value;
    }

    /// <summary>Channels F of the result.</summary>
    private protected int Filters { get; }

    /// <summary>Channels C of the image; 0 if not known yet.</summary>
    private protected int Channels => weight is null ? 0 : transposed ? weight.Shape[0] : weight.Shape[1] * Groups;

    /// <inheritdoc/>
    protected override string Kind =>
        weight is not null && base.Kind.StartsWith("Lazy", StringComparison.Ordinal) ? base.Kind[4..] : base.Kind;

    void ILazyModule.MakeLike(Func<string, Tensor?> state)
    {
        if (state("weight") is { } known && known.Rank == Axes + 2) Make(transposed ? known.Shape[0] : known.Shape[1] * Groups);
    }

    /// <summary>Takes the channels of the first input, if the layer was made without.</summary>
    private protected void EnsureChannels(Tensor x)
    {
        if (weight is not null) return;
        CheckImage(x, Axes);
        int channels = x.Shape[x.Rank - Axes - 1];
        if (channels < 1 || channels % Groups != 0)
            throw new ShapeException($"{Kind}: {channels} channels of {x.Shape} must be at least 1 and divide by {Groups} groups.");
        Make(channels);
    }

    private void Make(int channels)
    {
        (int first, int second) = transposed ? (channels, Filters / Groups) : (Filters, channels / Groups);
        Shape shape = [first, second, .. Kernel.Span];
        int fanIn = Init.FanIn(shape);
        weight = Init.UniformByFanIn(shape, fanIn, random, type);
        summand = hasBias ? Init.UniformByFanIn([Filters], fanIn, random, type) : null;
    }

    /// <summary>A setting as one number for each spatial axis.</summary>
    private protected Steps PerAxis(Spatial setting) => setting.For(Axes, Kind, "setting", 0);

    /// <summary>The settings as PyTorch prints them, from the sizes on.</summary>
    private protected string Describe(string? padding, string? outputPadding)
    {
        string text = $"{Channels}, {Filters}, kernel_size={PythonText.Of(Kernel)}, stride={PythonText.Of(PerAxis(Stride))}";
        if (padding is not null) text += $", padding={padding}";
        if (PerAxis(Dilation) != Steps.Repeat(1, Axes)) text += $", dilation={PythonText.Of(PerAxis(Dilation))}";
        if (outputPadding is not null) text += $", output_padding={outputPadding}";
        if (Groups != 1) text += $", groups={Groups}";
        return hasBias ? text : text + ", bias=False";
    }

    /// <summary>A padding as PyTorch prints it; null where it is 0, which is not printed.</summary>
    private protected string? UnlessZero(Spatial padding) =>
        PerAxis(padding) == Steps.Repeat(0, Axes) ? null : PythonText.Of(PerAxis(padding));
}
