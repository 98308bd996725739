namespace Adjoint.Ops;

/// <summary>
/// Where in its plane the largest element of each window lies, for windows whose places along each axis follow from a number in [0, 1)
/// for each plane: images [N, C, sizes…] and numbers [N, C, axes] to int64. Graham 2014 (arXiv 1412.6071).
/// </summary>
/// <param name="Kernel">Sizes of a window.</param>
/// <param name="Output">Number of windows along each axis.</param>
internal sealed record FractionalMaxIndices(Steps Kernel, Steps Output) : NondifferentiableOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"kernel={Kernel}", $"to={Output}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Real(this, x[0]);
        return new Spec(DType.Int64, [.. x[0].Shape.Span[..2], .. Output.Span]);
    }

    public override Work? Work(Call call) => new Work(0, (long)call.Spec.Numel * Shape.Product(Kernel.Span));

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Shape shape = call[input].Shape;
        return Extent.Along(new Axes(Axes.All(shape.Rank).Bits & ~0b11), shape, [of[0], of[1], .. of[2..].ToArray()[..(shape.Rank - 2)]]);
    }

    internal override Tensor[]? BatchAll(BatchInputs x)
    {
        Tensor images = x.Expanded(0);
        Tensor y = Engine.Apply(this, images.Flatten(0, 1), x.Expanded(1).Flatten(0, 1));
        return [y.Unflatten(0, x.Size, images.Shape[1])];
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y[0].Numel == 0) return;
        (Tensor images, Tensor samples) = (x[0].Contiguous(), x[1].To(DType.Float64).Contiguous());
        FractionalAxis Along(int back) => back <= Kernel.Rank
            ? new(images.Shape[^back], Output[Kernel.Rank - back], Kernel[Kernel.Rank - back])
            : new(1, 1, 1);
        fixed (T* from = &images.ReadOnly<T>())
        fixed (double* at = &samples.ReadOnly<double>())
        fixed (long* to = y[0].Span<long>())
            FractionalMaxPooling.Run(images.Shape[0] * images.Shape[1], Along(3), Along(2), Along(1), Kernel.Rank, from, at, to);
        GC.KeepAlive(images);
        GC.KeepAlive(samples);
    }
}
