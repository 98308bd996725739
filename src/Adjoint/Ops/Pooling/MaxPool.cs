namespace Adjoint.Ops;

/// <summary>
/// The largest element of each window over the spatial axes, and on request where in its plane the first of them is (int64);
/// NaN wins, padding never.
/// </summary>
/// <param name="Kernel">Sizes of the window.</param>
/// <param name="Stride">Distance between neighbouring windows.</param>
/// <param name="Padding">Places before and after that count as −∞.</param>
/// <param name="Dilation">Distance between neighbouring elements of a window.</param>
/// <param name="CeilMode">Also windows that reach beyond the end, if they begin within the image or its padding before.</param>
/// <param name="WithIndices">Whether the indices are the second result; the derivative reads them, or finds them again.</param>
internal sealed record MaxPool(
    Steps Kernel, Steps Stride, Steps Padding, Steps Dilation, bool CeilMode, bool WithIndices) : ChoosingPool
{
    public override OpFacts Facts =>
        OpFacts.Function(Name, $"kernel={Kernel}", $"stride={Stride}", $"padding={Padding}", $"dilation={Dilation}") with
        {
            Window = new WindowFacts("max pool", Kernel, Stride, Padding, Dilation),
        };

    public override Keep Keeps => WithIndices ? Keep.Result(1) : Keep.Inputs;

    protected override int Axes => Kernel.Rank;

    // The window moves as that of a convolution does, over one plane at a time.
    private ConvolutionWindow Window => new(Stride, Padding, Dilation, 1);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        int[] sizes = ImageSizes(x);
        for (int axis = 0; axis < Axes; axis++)
        {
            sizes[axis + 2] = PoolSize.Output(
                "MaxPool", x[0].Shape, axis + 2, Kernel[axis], Stride[axis], Padding[axis], Dilation[axis], CeilMode);
        }

        var values = new Spec(x[0].DType, Shape.Create(sizes));
        return WithIndices ? new Specs(values, new Spec(DType.Int64, values.Shape)) : values;
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < Kernel.Rank; axis++) reach[axis + 2] = Window.Reach(axis, Kernel[axis], of[axis + 2]);
        return reach;
    }

    public override Work? Work(Call call) => new Work(0, (long)call.Spec.Numel * Shape.Product(Kernel.Span));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x)
    {
        (Shape image, Shape output) = (x[0].Shape, Infer(x)[0].Shape);
        WindowAxis Along(int axis) => Window.Axis(axis, image, Kernel.Span, output);
        return TypedKernel.Real(new Planes(Name, Along(Axes - 3), Along(Axes - 2), Along(Axes - 1)), x[0].DType);
    }

    protected override Tensor Indices(Call call) =>
        WithIndices ? call.Result(1) : Engine.ApplyAll(this with { WithIndices = true }, call[0].Detach())[1];

    /// <summary>The kernel for windows of known places.</summary>
    private sealed record Planes(string Name, WindowAxis Depth, WindowAxis Height, WindowAxis Width) : IRealOp
    {
        public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (y[0].Numel == 0) return;
            Tensor image = x[0].Contiguous();
            fixed (T* from = &image.ReadOnly<T>(), to = &y[0].Reference<T>())
            fixed (long* at = y.Length > 1 ? y[1].Span<long>() : [])
                MaxPooling.Run(image.Shape[0] * image.Shape[1], Depth, Height, Width, from, to, at);
            GC.KeepAlive(image);
        }
    }
}
