namespace Adjoint.Ops;

/// <summary>How a kernel moves over an image, for any number of spatial axes: what the three faces of a convolution share.</summary>
internal sealed record ConvolutionWindow(Steps Stride, Steps Padding, Steps Dilation, int Groups)
{
    /// <summary>Number of spatial axes.</summary>
    public int Rank => Stride.Rank;

    /// <summary>Size of the output along an axis.</summary>
    public int OutputSize(int axis, int input, int kernel) =>
        ((input + (2 * Padding[axis]) - (Dilation[axis] * (kernel - 1)) - 1) / Stride[axis]) + 1;

    /// <summary>The window of so many convolutions side by side, each in groups of its own.</summary>
    internal ConvolutionWindow For(int convolutions) => this with { Groups = convolutions * Groups };

    public override string ToString() => $"stride={Stride}, padding={Padding}, dilation={Dilation}, groups={Groups}";

    /// <summary>The window as other rooms see it, with the filters' sizes.</summary>
    internal WindowFacts Facts(string kind) => new(kind, null, Stride, Padding, Dilation);

    /// <summary>The places of the image that a kernel of the given size sees from places of the result.</summary>
    internal Extent Reach(int axis, int kernel, Extent of) => of.Through(o =>
    {
        long first = (o * Stride[axis]) - Padding[axis];
        return new Extent(first, first + (Dilation[axis] * (kernel - 1L)));
    });

    /// <summary>The places of the result from which a kernel of the given size sees places of the image.</summary>
    internal Extent ReachBack(int axis, int kernel, Extent of)
    {
        if (of.IsWhole) return Extent.Whole;
        Extent reach = Extent.None;
        for (long place = of.First; place <= of.Last; place++)
        {
            for (int tap = 0; tap < kernel; tap++)
            {
                long from = place + Padding[axis] - ((long)tap * Dilation[axis]);
                if (from % Stride[axis] == 0) reach = reach.Union(Extent.At(from / Stride[axis]));
            }

            // Only the ends of a long run can matter.
            if (place < of.Last && place - of.First == (long)Stride[axis] - 1 && of.Last - place > Stride[axis])
                place = of.Last - Stride[axis];
        }

        return reach;
    }

    /// <summary>The kernel's view of a convolution: images, filters and results, whichever of them is being computed.</summary>
    internal ConvolutionGeometry Geometry(Shape image, Shape filter, Shape output)
    {
        ReadOnlySpan<int> kernel = filter.Span[2..];
        return new ConvolutionGeometry(
            image[0], image[1], filter[0], Groups,
            Axis(Rank - 3, image, kernel, output), Axis(Rank - 2, image, kernel, output), Axis(Rank - 1, image, kernel, output));
    }

    /// <summary>The kernel's view of one spatial axis; one that is missing, below 0, is of size 1.</summary>
    internal WindowAxis Axis(int axis, Shape image, ReadOnlySpan<int> kernel, Shape output) => axis < 0
        ? WindowAxis.None
        : new WindowAxis(image[axis + 2], kernel[axis], output[axis + 2], Stride[axis], Padding[axis], Dilation[axis]);
}

/// <summary>
/// y[n, f, o] = Σ x[n, c, o·stride − padding + t·dilation] · w[f, c, t]: images [N, C, …] and filters [F, C/groups, …].
/// One trilinear form with three faces; the derivatives of each are the other two.
/// </summary>
internal sealed record Convolution(ConvolutionWindow Window) : BilinearOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Window}") with
    {
        Window = Window.Facts("convolution"),
        Factors = call => WorkFactors.Of(call.Spec.Shape, call[1].Shape),
        Family = LayerFamily.Convolution,
    };

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 2);
        Shape image = x[0].Shape;
        Shape filter = x[1].Shape;
        int rank = Window.Rank;
        if (image.Rank != rank + 2 || filter.Rank != rank + 2)
            throw new ShapeException(
                $"Conv{rank}d: takes an image [N, C, {rank} sizes] and filters [F, C/groups, {rank} sizes], not {image} and {filter}.");
        if (image[1] != filter[1] * Window.Groups || filter[0] % Window.Groups != 0)
            throw new ShapeException(
                $"Conv{rank}d: an image of {image[1]} channels does not fit filters {filter} in {Window.Groups} group(s): "
                + $"they take {filter[1] * Window.Groups} channels, and their number must divide by the groups.");
        var sizes = new int[rank + 2];
        (sizes[0], sizes[1]) = (image[0], filter[0]);
        for (int axis = 0; axis < rank; axis++)
        {
            int reach = (Window.Dilation[axis] * (filter[axis + 2] - 1)) + 1;
            int padded = image[axis + 2] + (2 * Window.Padding[axis]);
            if (filter[axis + 2] == 0 || reach > padded)
                throw new ShapeException(
                    $"Conv{rank}d: a kernel that reaches over {reach} does not fit into axis {axis + 2} of {image}, "
                    + $"{padded} with padding.");
            sizes[axis + 2] = Window.OutputSize(axis, image[axis + 2], filter[axis + 2]);
        }

        return new Spec(x[0].DType, Shape.Create(sizes));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => ConvolutionFace.Reach(call, input, of, Window.Reach);

    public override Work? Work(Call call) => new Work((long)call.Spec.Numel * ConvolutionFace.Taps(call[1].Shape));

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted);

    protected override Tensor Adjoint(Call call, int input, Tensor g, Tensor other) => input == 0
        ? Engine.Apply(new ConvolutionInput(Window, call[0].Shape), g, other)
        : Engine.Apply(new ConvolutionFilter(Window, call[1].Shape), g, other);

    /// <remarks>A batch of images is more images; a batch of filters, groups of their own.</remarks>
    protected internal override Tensor? Batch(BatchInputs x) => x.IsBatch(1)
        ? ConvolutionFace.Split(Engine.Apply(new Convolution(Window.For(x.Size)), ConvolutionFace.Join(x, 0), x[1].Flatten(0, 1)), x.Size)
        : Engine.Apply(this, x[0].Flatten(0, 1), x[1]).Unflatten(x.Size);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(
        new ConvolutionBinding(Name, ConvolutionResult.Output, Window.Geometry(x[0].Shape, x[1].Shape, Infer(x)[0].Shape)), x[0].DType);
}

/// <summary>The face that gives the image, from results [N, F, …] and filters: its gradient, and a transposed convolution.</summary>
internal sealed record ConvolutionInput(ConvolutionWindow Window, Shape Image) : BilinearOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Window}", $"image={Image}") with
    {
        Label = "ConvolutionTransposed",
        Factors = call => WorkFactors.Of(call[0].Shape, call[1].Shape),
        Family = LayerFamily.Convolution,
        HasPhases = true,
    };

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Real(this, x, 2) with { Shape = Image };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        ConvolutionFace.Reach(call, input, of, Window.ReachBack);

    public override Work? Work(Call call) => new Work((long)call[0].Numel * ConvolutionFace.Taps(call[1].Shape));

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted);

    protected override Tensor Adjoint(Call call, int input, Tensor g, Tensor other) => input == 0
        ? Engine.Apply(new Convolution(Window), g, other)
        : Engine.Apply(new ConvolutionFilter(Window, call[1].Shape), other, g);

    protected internal override Tensor? Batch(BatchInputs x) => x.IsBatch(1)
        ? ConvolutionFace.Split(
            Engine.Apply(
                new ConvolutionInput(Window.For(x.Size), Image.With(1, x.Size * Image[1])), ConvolutionFace.Join(x, 0), x[1].Flatten(0, 1)),
            x.Size)
        : Engine.Apply(new ConvolutionInput(Window, Image.With(0, x.Size * Image[0])), x[0].Flatten(0, 1), x[1]).Unflatten(x.Size);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(
        new ConvolutionBinding(Name, ConvolutionResult.Input, Window.Geometry(Image, x[1].Shape, x[0].Shape)), x[0].DType);
}

/// <summary>The face that gives the filters: from results [N, F, …] and images. The gradient with respect to the filters.</summary>
internal sealed record ConvolutionFilter(ConvolutionWindow Window, Shape Filter) : BilinearOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Window}", $"filter={Filter}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Real(this, x, 2) with { Shape = Filter };

    public override Work? Work(Call call) => new Work((long)call[0].Numel * ConvolutionFace.Taps(Filter));

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted);

    protected override Tensor Adjoint(Call call, int input, Tensor g, Tensor other) => input == 0
        ? Engine.Apply(new Convolution(Window), other, g)
        : Engine.Apply(new ConvolutionInput(Window, call[1].Shape), other, g);

    protected internal override Tensor? Batch(BatchInputs x) => Engine.Apply(
        new ConvolutionFilter(Window.For(x.Size), Filter.With(0, x.Size * Filter[0])),
        ConvolutionFace.Join(x, 0),
        ConvolutionFace.Join(x, 1)).Unflatten(x.Size);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(
        new ConvolutionBinding(Name, ConvolutionResult.Filter, Window.Geometry(x[1].Shape, Filter, x[0].Shape)), x[0].DType);
}

/// <summary>What the faces of a convolution share.</summary>
internal static class ConvolutionFace
{
    /// <summary>
    /// [batch, N, C, …], the batch broadcast if it is none, to [N, batch·C, …]: groups see independent convolutions as more channels.
    /// </summary>
    public static Tensor Join(BatchInputs x, int input) => x.Expanded(input).Transpose(0, 1).Flatten(1, 2);

    /// <summary>[N, batch·C, …] to [batch, N, C, …].</summary>
    public static Tensor Split(Tensor y, int size) =>
        y.ReshapeTo([y.Shape[0], size, y.Shape[1] / size, .. y.Shape.Span[2..]]).Transpose(0, 1);

    /// <summary>Fails unless a bias has one number for each channel.</summary>
    public static void CheckBias(string name, Shape bias, int channels)
    {
        if (bias.Rank != 1 || bias[0] != channels)
            throw new ShapeException($"{name}: a bias of shape {bias} does not fit {channels} output channels.");
    }

    /// <summary>Multiply-adds for one result of filters [F, C/groups, …].</summary>
    public static long Taps(Shape filter) => filter[0] == 0 ? 0 : filter.Numel / filter[0];

    /// <summary>All of the filters; of images or results all channels, and along each spatial axis what the window says.</summary>
    public static Extent[] Reach(Call call, int input, ReadOnlySpan<Extent> of, Func<int, int, Extent, Extent> along)
    {
        Shape shape = call[input].Shape;
        var reach = new Extent[shape.Rank];
        for (int axis = 0; axis < reach.Length; axis++)
        {
            reach[axis] = input == 1 || axis == 1 ? Extent.All(shape[axis])
                : axis == 0 ? of[0] : along(axis - 2, call[1].Shape[axis], of[axis]);
        }

        return reach;
    }
}
