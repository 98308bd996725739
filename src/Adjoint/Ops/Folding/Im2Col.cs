namespace Adjoint.Ops;

/// <summary>The windows of images [N, C, H, W] as columns [N, C·kernel, windows]. The adjoint of <see cref="Col2Im"/>.</summary>
/// <param name="Kernel">Height and width of a window.</param>
/// <param name="Dilation">Distance between neighbouring elements of a window.</param>
/// <param name="Padding">Zeros before and after.</param>
/// <param name="Stride">Distance between neighbouring windows.</param>
internal sealed record Im2Col(Steps Kernel, Steps Dilation, Steps Padding, Steps Stride) : MoveOp, IMoveOp
{
    public override OpFacts Facts =>
        OpFacts.Function(Name, $"kernel={Kernel}", $"dilation={Dilation}", $"padding={Padding}", $"stride={Stride}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec image = Inputs.One(this, x);
        Expect.Rank(this, image, 4, "an image [N, C, H, W]");
        FoldGeometry places = Geometry(image.Shape, "Unfold");
        return image with { Shape = [image.Shape[0], image.Shape[1] * places.Taps, places.Windows] };
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(new Axes(0b1110), call[0].Shape, [of[0], Extent.Whole, Extent.Whole, Extent.Whole]);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        Engine.Apply(new Col2Im(new Steps(call[0].Shape.Span[2..]), this), g);

    protected internal override Tensor? Batch(BatchInputs x) => Engine.Apply(this, x[0].Flatten(0, 1)).Unflatten(x.Size);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
    {
        if (y[0].Numel == 0) return;
        Tensor image = x[0].Contiguous();
        fixed (T* from = &image.ReadOnly<T>(), to = &y[0].Reference<T>())
            Folding.Unfold(Geometry(image.Shape, "Unfold"), image.Shape[0] * image.Shape[1], from, to);
        GC.KeepAlive(image);
    }

    /// <summary>The windows of an image [N, C, H, W].</summary>
    public FoldGeometry Geometry(Shape image, string operation)
    {
        var count = new int[2];
        for (int axis = 0; axis < 2; axis++)
        {
            int room = image[axis + 2] + (2 * Padding[axis]) - (Dilation[axis] * (Kernel[axis] - 1)) - 1;
            if (room < 0)
                throw new ShapeException(
                    $"{operation}: a window of {Kernel[axis]} (dilation {Dilation[axis]}) does not fit into axis {axis + 2} of {image} "
                    + $"with padding {Padding[axis]}.");
            count[axis] = (room / Stride[axis]) + 1;
        }

        return new FoldGeometry(
            image[2], image[3], Kernel[0], Kernel[1], Dilation[0], Dilation[1], Padding[0], Padding[1], Stride[0], Stride[1],
            count[0], count[1]);
    }
}

/// <summary>Columns [N, C·kernel, windows] added up into images [N, C, H, W]. The adjoint of <see cref="Im2Col"/>.</summary>
/// <param name="Size">Height and width of the images.</param>
/// <param name="Of">Where the columns come from.</param>
internal sealed record Col2Im(Steps Size, Im2Col Of) : LinearOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"size={Size}", $"kernel={Of.Kernel}", $"stride={Of.Stride}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec columns = Inputs.Real(this, x);
        Expect.Rank(this, columns, 3, "columns [N, C*kernel, windows]");
        FoldGeometry places = Of.Geometry([columns.Shape[0], 1, Size[0], Size[1]], "Fold");
        if (columns.Shape[1] % places.Taps != 0 || columns.Shape[2] != places.Windows)
            throw new ShapeException(
                $"Fold: columns [N, C·{places.Taps}, {places.Windows}] fill images of {Size} by windows of {Of.Kernel}, not "
                + $"{columns.Shape}.");
        return columns with { Shape = [columns.Shape[0], columns.Shape[1] / places.Taps, Size[0], Size[1]] };
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(new Axes(0b110), call[0].Shape, [of[0], Extent.Whole, Extent.Whole]);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(Of, g);

    protected internal override Tensor? Batch(BatchInputs x) => Engine.Apply(this, x[0].Flatten(0, 1)).Unflatten(x.Size);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y[0].Numel == 0) return;
        Tensor columns = x[0].Contiguous();
        Shape image = y[0].Shape;
        fixed (T* from = &columns.ReadOnly<T>(), to = &y[0].Reference<T>())
            Folding.Fold(Of.Geometry(image, "Fold"), image[0] * image[1], from, to);
        GC.KeepAlive(columns);
    }
}
