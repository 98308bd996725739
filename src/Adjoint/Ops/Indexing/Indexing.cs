using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>y[…, i, …] = x[…, index[…, i, …], …]: an index for each element. The adjoint of <see cref="ScatterAdd"/>.</summary>
/// <param name="Axis">The axis that is indexed; the others are at most as long in the index as in x.</param>
internal sealed record Gather(int Axis) : MoveOp, IMoveOp
{
    /// <summary>What the user called, for messages, and its word for an index.</summary>
    public IndexUse Use { get; init; } = new(nameof(Gather));

    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        CheckIndexed(this, Inputs.Indexed(this, x).Shape, x[1].Shape, Axis);
        return new Spec(x[0].DType, x[1].Shape);
    }

    // The index may point anywhere along its axis; the others it leaves as they are.
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        input == 0 ? Extent.Along(Axes.Single(Axis), call[0].Shape, of) : of.ToArray();

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new ScatterAdd(Axis, call[0].Shape), g, call[1]) : null;

    protected internal override Op? OnBatch(int size) => this with { Axis = Axis + 1 };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
    {
        Tensor source = x[0].Contiguous();
        Tensor index = x[1].Contiguous();
        IndexedAccess.Check(Use, index, source.Shape[Axis]);
        var walk = new GatherLayout(source.Shape, index.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y[0].Reference<T>())
            Kernels.Indexing.Gather(walk, from, at, to);

        GC.KeepAlive(source);
        GC.KeepAlive(index);
    }

    internal static void CheckIndexed(Op op, Shape x, Shape index, int axis)
    {
        if (x.Rank != index.Rank)
            throw new ShapeException($"{op.Name}: an index of shape {index} has not as many axes as {x}.");
        for (int i = 0; i < x.Rank; i++)
        {
            if (i != axis && index[i] > x[i])
                throw new ShapeException($"{op.Name}: the index {index} is longer than {x} along axis {i}.");
        }
    }
}

/// <summary>Zeros, to which x is added at indices along an axis; equal indices add up. The adjoint of <see cref="Gather"/>.</summary>
internal sealed record ScatterAdd(int Axis, Shape Shape) : LinearOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec source = Inputs.Indexed(this, x);
        Gather.CheckIndexed(this, Shape, x[1].Shape, Axis);
        if (source.Shape != x[1].Shape) throw new ShapeException($"ScatterAdd: {source.Shape} and its index {x[1].Shape} differ.");
        return source with { Shape = Shape };
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(Axes.Single(Axis), call[input].Shape, of);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => input == 0 ? Engine.Apply(new Gather(Axis), g, call[1]) : null;

    protected internal override Op? OnBatch(int size) => new ScatterAdd(Axis + 1, Shape.Prepend(size));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor source = x[0].Contiguous();
        Tensor index = x[1].Contiguous();
        IndexedAccess.Check(new(Name), index, Shape[Axis]);
        y[0].Clear();
        var walk = new GatherLayout(Shape, index.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y[0].Reference<T>())
            Kernels.Indexing.ScatterAdd(walk, from, at, to);

        GC.KeepAlive(source);
        GC.KeepAlive(index);
    }
}

/// <summary>Slices of x at the indices along an axis, which the index's axes replace. The adjoint of <see cref="IndexAdd"/>.</summary>
internal sealed record IndexSelect(int Axis) : MoveOp
{
    /// <summary>What the user called, for messages, and its word for an index.</summary>
    public IndexUse Use { get; init; } = new(nameof(IndexSelect));

    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        ReadOnlySpan<int> sizes = Inputs.Indexed(this, x).Shape.Span;
        return new Spec(x[0].DType, [.. sizes[..Axis], .. x[1].Shape.Span, .. sizes[(Axis + 1)..]]);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        int axes = call[1].Rank;
        if (input == 1) return of.Slice(Axis, axes).ToArray();
        Extent along = axes == 1 ? Along(call[1], call[0].Shape[Axis], of[Axis]) : Extent.All(call[0].Shape[Axis]);
        return [.. of[..Axis], along, .. of[(Axis + axes)..]];
    }

    internal override Extent[]? ReachWithin(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = Reach(call, input, of)!;
        Tensor index = call[1];
        if (input == 1 || index.Rank != 1 || index.IsSymbolic || of[Axis].IsWhole) return reach;
        reach[Axis] = Extent.None;
        ReadOnlySpan<long> places = index.ToArray<long>();
        for (long place = Math.Max(0, of[Axis].First); place <= Math.Min(of[Axis].Last, places.Length - 1); place++)
            reach[Axis] = reach[Axis].Union(Extent.At(places[(int)place]));
        return reach;
    }

    /// <summary>
    /// Where a row of indices points, for the given places in it; what lies beyond its ends moves along with them. An index
    /// that has the axis within it as it is pads it, and counts as padding with zeros would.
    /// </summary>
    private static Extent Along(Tensor index, int size, Extent of)
    {
        if (of.IsWhole || index.IsSymbolic || index.Numel == 0) return Extent.Whole;
        ReadOnlySpan<long> places = index.ToArray<long>();
        var axis = new long[size];
        for (int i = 0; i < size; i++) axis[i] = i;
        if (size > 1 && places.IndexOf(axis) is >= 0 and var before) return of.Through(place => Extent.At(place - before));
        Extent along = Extent.None;
        for (long place = of.First; place <= of.Last; place++)
        {
            int known = (int)Math.Clamp(place, 0, index.Numel - 1);
            along = along.Union(Extent.At(places[known] + place - known));
        }

        return along;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new IndexAdd(Axis, call[0].Shape), g, call[1]) : null;

    protected internal override Tensor? Batch(BatchInputs x)
    {
        if (!x.IsBatch(1)) return Engine.Apply(this with { Axis = Axis + 1 }, x[0], x[1]);
        // An index for each slice: one for each element, which the other axes share.
        (Tensor source, Tensor index) = (x.Expanded(0), x[1]);
        Tensor picked = Engine.Apply(new Gather(Axis + 1) { Use = Use }, source, IndexedAccess.Spread(index, source.Shape, Axis + 1));
        return picked.ReshapeTo([.. source.Shape.Span[..(Axis + 1)], .. index.Shape.Span[1..], .. source.Shape.Span[(Axis + 2)..]]);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => Select(inputs, results[0]));

    private unsafe void Select(ReadOnlySpan<Tensor> x, Tensor y)
    {
        Tensor source = x[0].Contiguous();
        Tensor index = x[1].Contiguous();
        IndexedAccess.Check(Use, index, source.Shape[Axis]);
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (byte* from = &source.FirstReadOnlyByte)
        fixed (long* at = &index.ReadOnly<long>())
        fixed (byte* to = &y.FirstByte)
            Kernels.Indexing.Select(from, at, to, outer, source.Shape[Axis], index.Numel, inner * y.DType.Size());
        GC.KeepAlive(source);
        GC.KeepAlive(index);
    }
}

/// <summary>Zeros, to which slices of x are added at the indices along an axis. The adjoint of <see cref="IndexSelect"/>.</summary>
internal sealed record IndexAdd(int Axis, Shape Shape) : LinearOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec slices = Inputs.Indexed(this, x);
        Shape expected = [.. Shape.Span[..Axis], .. x[1].Shape.Span, .. Shape.Span[(Axis + 1)..]];
        if (slices.Shape != expected) throw new ShapeException($"IndexAdd: the slices have shape {slices.Shape}, not {expected}.");
        return slices with { Shape = Shape };
    }

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new IndexSelect(Axis), g, call[1]) : null;

    protected internal override Tensor? Batch(BatchInputs x)
    {
        Shape shape = Shape.Prepend(x.Size);
        if (!x.IsBatch(1)) return Engine.Apply(new IndexAdd(Axis + 1, shape), x[0], x[1]);
        Tensor index = IndexedAccess.Spread(x[1], shape, Axis + 1);
        return Engine.Apply(new ScatterAdd(Axis + 1, shape), x.Expanded(0).ReshapeTo(index.Shape), index);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor source = x[0].Contiguous();
        Tensor index = x[1].Contiguous();
        IndexedAccess.Check(new(Name), index, Shape[Axis]);
        y[0].Clear();
        (int outer, int inner) = IndexedAccess.Around(Shape, Axis);
        int size = Shape[Axis];
        fixed (T* from = &source.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y[0].Reference<T>())
            Kernels.Indexing.Add(from, at, to, outer, size, index.Numel, inner);

        GC.KeepAlive(source);
        GC.KeepAlive(index);
    }
}

/// <summary>Which method of the user's an index is for, and what it is there: an index, a class.</summary>
internal sealed record IndexUse(string Operation, string What = "index")
{
    /// <summary>Several of them.</summary>
    public string Whats => What == "index" ? "indices" : What + "es";
}

/// <summary>What the indexed operations share.</summary>
internal static class IndexedAccess
{
    /// <summary>Fails unless every index is at least 0 and below the size.</summary>
    public static void Check(IndexUse use, Tensor index, int size)
    {
        if (AreBelow(index, size)) return;
        foreach (long i in index.Span<long>())
            if ((ulong)i >= (ulong)size) throw new ShapeException($"{use.Operation}: {use.What} {i} is not within 0 to {size - 1}.");
    }

    /// <summary>Integers as int64; fails for anything else.</summary>
    public static Tensor Integers(IndexUse use, Tensor index) => index.DType switch
    {
        DType.Int64 => index,
        DType.Int32 or DType.UInt8 => index.To(DType.Int64),
        DType type => throw new DTypeException(
            $"{use.Operation}: takes integers for {use.Whats}, not {type.Name()}; cast with To(DType.Int64)."),
    };

    /// <summary>Whether every index is at least 0 and below the size.</summary>
    public static bool AreBelow(Tensor index, int size)
    {
        // As unsigned numbers negative ones are the largest.
        ReadOnlySpan<ulong> indices = MemoryMarshal.Cast<long, ulong>((ReadOnlySpan<long>)index.Span<long>());
        bool below = indices.IsEmpty || TensorPrimitives.Max(indices) < (ulong)size;
        GC.KeepAlive(index);
        return below;
    }

    /// <summary>The indices [batch, …] as one axis, broadcast along the others, so that each element of each slice has its own.</summary>
    public static Tensor Spread(Tensor index, Shape shape, int axis)
    {
        int count = index.Numel / Math.Max(1, index.Shape[0]);
        int[] sizes = Shape.Repeat(1, shape.Rank).Span.ToArray();
        (sizes[0], sizes[axis]) = (index.Shape[0], count);
        return index.ReshapeTo(sizes).Expand(shape.With(axis, count));
    }

    /// <summary>x with values added at indices, by an operation that adds them to zeros; truth values are joined by or.</summary>
    public static Tensor Add(Tensor x, Op add, Tensor values, Tensor index)
    {
        if (x.DType == DType.Bool) return Add(x.To(DType.Int64), add, values.To(DType.Int64), index).To(DType.Bool);
        if (x.DType.IsHalf()) return Add(x.Widened(), add, values.Widened(), index).To(x.DType);
        return x + Engine.Apply(add, values.To(x.DType), index);
    }

    /// <summary>The numbers of elements around an axis.</summary>
    public static (int Outer, int Inner) Around(Shape shape, int axis) =>
        (Shape.Product(shape.Span[..axis]), Shape.Product(shape.Span[(axis + 1)..]));
}
