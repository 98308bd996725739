namespace Adjoint.Ops;

/// <summary>
/// The largest element of each of as many nearly equal windows as the size says, and where in its plane the first of them is
/// (int64); the last NaN wins.
/// </summary>
/// <param name="Size">Number of windows along each spatial axis.</param>
internal sealed record AdaptiveMaxPool(Steps Size) : ChoosingPool, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"size={Size}") with
    {
        HasPhases = true,
        Everywhere = (call, axis) => $"the largest of all {call[0].Shape[axis]} places",
    };

    public override Keep Keeps => Keep.Result(1);

    protected override int Axes => Size.Rank;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        int[] sizes = ImageSizes(x);
        for (int axis = 0; axis < Axes; axis++)
        {
            if (sizes[axis + 2] == 0) throw new ShapeException($"{Name}: there is nothing along axis {axis + 2} of {x[0].Shape}.");
            sizes[axis + 2] = Size[axis];
        }

        Shape shape = Shape.Create(sizes);
        return new Specs(new Spec(x[0].DType, shape), new Spec(DType.Int64, shape));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < Size.Rank; axis++)
        {
            (int before, int after) = (call[0].Shape[axis + 2], Size[axis]);
            reach[axis + 2] = of[axis + 2].Through(o => AdaptiveAveragePool.Of(o, before, after));
        }

        return reach;
    }

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y[0].Numel == 0) return;
        Tensor source = x[0].Contiguous();
        Span<int> from = [1, 1, 1];
        Span<int> to = [1, 1, 1];
        source.Shape.Span[2..].CopyTo(from[(3 - Size.Rank)..]);
        Size.Span.CopyTo(to[(3 - Size.Rank)..]);
        fixed (T* image = &source.ReadOnly<T>())
        fixed (long* index = &y[1].Reference<long>())
        {
            AdaptiveMaxPooling.Indices(source.Shape[0] * source.Shape[1], (from[0], from[1], from[2]), (to[0], to[1], to[2]), image, index);
        }

        PlaneAccess.Gather<T>(source, y[1], y[0], Size.Rank);
        GC.KeepAlive(source);
    }
}
