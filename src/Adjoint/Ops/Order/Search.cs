namespace Adjoint.Ops;

/// <summary>
/// For each value of the second input how many numbers of the first are below it, or not above it if <paramref name="Right"/>: of the
/// row at the same place, or of the only one. int64, without derivative; NaN is above all.
/// </summary>
internal sealed record Search(bool Right) : NondifferentiableOp, INumberOp
{
    public override string Name => "SearchSorted";

    public override OpFacts Facts => OpFacts.Function(Name, Right ? "right" : "left");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.SameType(this, x[0], x[1]);
        Shape rows = x[0].Shape, values = x[1].Shape;
        if (rows.Rank == 0 || (rows.Rank > 1 && (rows.Rank != values.Rank || !rows.Span[..^1].SequenceEqual(values.Span[..^1]))))
        {
            throw new ShapeException(
                $"{Name}: a sorted sequence of shape {rows} does not fit values of shape {values}: it has one axis, or the values' axes "
                + "but for the last.");
        }

        return new Spec(DType.Int64, values);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        if (input == 1) return of.ToArray();
        Extent all = Extent.All(call[0].Shape[^1]);
        return call[0].Rank == 1 ? [all] : [.. of[..^1], all];
    }

    public override Work? Work(Call call) => new Work(0, call[1].Numel);

    // Rows of one axis that serve all values, for each slice: as many copies of them as there are rows of values.
    protected internal override Tensor? Batch(BatchInputs x)
    {
        if (!x.IsBatch(0) && x[0].Rank == 1) return Engine.Apply(this, x[0], x[1]);
        (Tensor sorted, Tensor values) = (x.Expanded(0), x.Expanded(1));
        if (sorted.Rank > 2) return Engine.Apply(this, sorted, values);
        Tensor rows = values.ReshapeTo([x.Size, values.Numel / Math.Max(1, x.Size)]);
        return Engine.Apply(this, sorted, rows).ReshapeTo(values.Shape);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (y[0].Numel == 0) return;
        Tensor sorted = x[0].Contiguous(), values = x[1].Contiguous();
        int count = values.Rank == 0 ? 1 : values.Shape[^1];
        fixed (T* from = &sorted.ReadOnly<T>(), at = &values.ReadOnly<T>())
        fixed (long* to = &y[0].Reference<long>())
            BinarySearch.Run(from, at, to, values.Numel / count, sorted.Shape[^1], count, sorted.Rank == 1, Right);
        GC.KeepAlive(sorted);
        GC.KeepAlive(values);
    }
}
