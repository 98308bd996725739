namespace Adjoint.Ops;

/// <summary>
/// x with slices in the place of those at the indices along an axis, which the index's axes replace; of equal indices the last counts, and
/// its slice alone gets a gradient. Inputs: x, the slices, the index.
/// </summary>
/// <param name="Axis">The axis.</param>
/// <param name="IsDistinct">Whether no two indices are known to be equal.</param>
internal sealed record IndexCopy(int Axis, bool IsDistinct = false) : MoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 3);
        Expect.SameType(this, x[0], x[1]);
        Expect.Indices(this, x[2]);
        Shape expected = [.. x[0].Shape.Span[..Axis], .. x[2].Shape.Span, .. x[0].Shape.Span[(Axis + 1)..]];
        if (x[1].Shape != expected) throw new ShapeException($"IndexCopy: the slices have shape {x[1].Shape}, not {expected}.");
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        input == 0 ? of.ToArray()
        : input == 2 ? null
        : [.. of[..Axis], .. Whole(call[2].Shape), .. of[(Axis + 1)..]];

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        Tensor index = call[2];
        if (input == 0) return Engine.Apply(this, g, Tensor.Scalar(0, g.DType).Expand(call[1].Shape), index);
        Tensor picked = Engine.Apply(new IndexSelect(Axis), g, index);
        if (IsDistinct) return picked;
        Tensor row = index.ReshapeTo([index.Numel]);
        Tensor last = Engine.Apply(new LastWritten(0, [call[0].Shape[Axis]]), row);
        last = last.ReshapeTo([.. index.Shape.Span, .. Shape.Repeat(1, call[0].Rank - Axis - 1).Span]);
        return Tensor.Where(last, picked, Tensor.Scalar(0, g.DType));
    }

    protected internal override Tensor? Batch(BatchInputs x)
    {
        if (!x.IsBatch(2)) return Engine.Apply(this with { Axis = Axis + 1 }, x.Expanded(0), x.Expanded(1), x[2]);
        Tensor target = x.Expanded(0);
        Tensor index = IndexedAccess.Spread(x[2], target.Shape, Axis + 1);
        return Engine.Apply(new Scatter(Axis + 1), target, x.Expanded(1).ReshapeTo(index.Shape), index);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => Write(inputs, results[0]));

    private static Extent[] Whole(Shape shape) => Array.ConvertAll(shape.Span.ToArray(), Extent.All);

    private unsafe void Write(ReadOnlySpan<Tensor> x, Tensor y)
    {
        Tensor slices = x[1].Contiguous();
        Tensor index = x[2].Contiguous();
        IndexedAccess.Check(new(Name), index, y.Shape[Axis]);
        y.Overwrite(x[0]);
        (int outer, int inner) = IndexedAccess.Around(y.Shape, Axis);
        fixed (byte* from = &slices.FirstReadOnlyByte)
        fixed (long* at = &index.ReadOnly<long>())
        fixed (byte* to = &y.FirstByte)
            IndexedWrites.Copy(from, at, to, outer, y.Shape[Axis], index.Numel, inner * y.DType.Size());
        GC.KeepAlive(slices);
        GC.KeepAlive(index);
    }
}
