namespace Adjoint.Ops;

/// <summary>
/// x with values at indices along an axis: y[…, index[…, i, …], …] = values[…, i, …]. Of equal places the last counts, and its value
/// alone gets a gradient. Inputs: x, the values, the index.
/// </summary>
internal sealed record Scatter(int Axis) : MoveOp, IMoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Check(this, x, Axis);
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        input == 0 ? of.ToArray() : Extent.Along(Axes.Single(Axis), call[input].Shape, of);

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        Tensor index = call[2];
        Tensor zero = Tensor.Scalar(0, g.DType);
        if (input == 0) return Engine.Apply(this, g, zero.Expand(index.Shape), index);
        Tensor last = Engine.Apply(new LastWritten(Axis, g.Shape), index);
        return Tensor.Where(last, Engine.Apply(new Gather(Axis), g, index), zero);
    }

    protected internal override Op? OnBatch(int size) => new Scatter(Axis + 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged =>
        Write<T, Replacement<T>>(this, Axis, x, y[0]);

    /// <summary>Fails unless the inputs are a tensor, values of its type, and an index of their shape that fits.</summary>
    internal static void Check(Op op, ReadOnlySpan<Spec> x, int axis)
    {
        Expect.Inputs(op, x, 3);
        Expect.SameType(op, x[0], x[1]);
        Expect.Indices(op, x[2]);
        Gather.CheckIndexed(op, x[0].Shape, x[2].Shape, axis);
        if (x[1].Shape != x[2].Shape) throw new ShapeException($"{op.Name}: {x[1].Shape} and its index {x[2].Shape} differ.");
    }

    /// <summary>Writes x, and into it the values.</summary>
    internal static unsafe void Write<T, TCombination>(Op op, int axis, ReadOnlySpan<Tensor> x, Tensor y)
        where T : unmanaged
        where TCombination : ICombination<T>
    {
        Tensor values = x[1].Contiguous();
        Tensor index = x[2].Contiguous();
        IndexedAccess.Check(new(op.Name), index, y.Shape[axis]);
        y.Overwrite(x[0]);
        var walk = new GatherLayout(y.Shape, index.Shape, axis);
        fixed (T* from = &values.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y.Reference<T>())
            IndexedWrites.Scatter<T, TCombination>(walk, from, at, to);
        GC.KeepAlive(values);
        GC.KeepAlive(index);
    }
}

/// <summary>Which indices along an axis are the last that point to their place in a tensor of a shape; bool, without derivative.</summary>
internal sealed record LastWritten(int Axis, Shape Shape) : NondifferentiableOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Indices(this, x[0]);
        Gather.CheckIndexed(this, Shape, x[0].Shape, Axis);
        return new Spec(DType.Bool, x[0].Shape);
    }

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Op? OnBatch(int size) => new LastWritten(Axis + 1, Shape.Prepend(size));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private unsafe void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        Tensor index = x[0].Contiguous();
        IndexedAccess.Check(new(Name), index, Shape[Axis]);
        Tensor last = Tensor.Allocate(DType.Int32, Shape);
        fixed (long* at = &index.ReadOnly<long>())
        fixed (int* places = &last.Reference<int>())
        fixed (byte* to = &y[0].Reference<byte>())
            IndexedWrites.MarkLast(new GatherLayout(Shape, index.Shape, Axis), at, places, to);
        GC.KeepAlive(index);
        GC.KeepAlive(last);
    }
}
