namespace Adjoint.Ops;

/// <summary>Elements start, start + step, … along each axis; negative steps run backwards. The adjoint of <see cref="Place"/>.</summary>
internal sealed record Slice(Steps Start, Shape Length, Steps Step) : ViewOp
{
    protected override MathNotation Written => MathNotation.Function(Name, $"start={Start}", $"length={Length}", $"step={Step}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Rank(this, x[0], Length.Rank, "the input");
        Check(this, x[0].Shape, Start, Length, Step);
        return new Spec(x[0].DType, Length);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        var reach = new Extent[of.Length];
        for (int axis = 0; axis < reach.Length; axis++)
        {
            Extent ends = of[axis].IsWhole ? Extent.Whole : new Extent(
                Start[axis] + (of[axis].First * Step[axis]), Start[axis] + (of[axis].Last * Step[axis]));
            reach[axis] = Step[axis] < 0 && !ends.IsWhole ? new Extent(ends.Last, ends.First) : ends;
        }

        return reach;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new Place(Start, call[0].Shape, Step), g);

    protected internal override Op? OnBatch(int size) => new Slice(Start.Prepend(0), Length.Prepend(size), Step.Prepend(1));

    private protected override Tensor View(Tensor x, Shape shape) => View(x, Start, Length, Step);

    internal static Tensor View(Tensor x, Steps start, Shape length, Steps step)
    {
        int[] strides = x.Strides.ToArray();
        int shift = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            shift += start[axis] * strides[axis];
            strides[axis] *= step[axis];
        }

        return x.View(length, strides, length.Numel == 0 ? 0 : shift);
    }

    internal static void Check(Op op, Shape shape, Steps start, Shape length, Steps step)
    {
        for (int axis = 0; axis < length.Rank; axis++)
        {
            if (length[axis] == 0) continue;
            long last = start[axis] + ((length[axis] - 1L) * step[axis]);
            if (start[axis] < 0 || start[axis] >= shape[axis] || last < 0 || last >= shape[axis])
                throw new ShapeException($"{op.Name}: positions {start[axis]} to {last} of axis {axis} are not all within {shape}.");
        }
    }
}

/// <summary>The elements spread over zeros, at start, start + step, … along each axis. The adjoint of <see cref="Slice"/>.</summary>
internal sealed record Place(Steps Start, Shape Shape, Steps Step) : MoveOp, IMoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"start={Start}", $"step={Step}", $"into={Shape}") with { HasPhases = true };

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Rank(this, x[0], Shape.Rank, "the input");
        Slice.Check(this, Shape, Start, x[0].Shape, Step);
        return new Spec(x[0].DType, Shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        var reach = new Extent[of.Length];
        for (int axis = 0; axis < reach.Length; axis++)
        {
            int step = Step[axis];
            if (of[axis].IsWhole) reach[axis] = Extent.Whole;
            else if (step < 0) reach[axis] = Between(of[axis].Last, of[axis].First);
            else reach[axis] = Between(of[axis].First, of[axis].Last);

            // The elements that come to lie from one place to the other.
            Extent Between(long from, long to) => new(
                (long)Math.Ceiling((from - Start[axis]) / (double)step), (long)Math.Floor((to - Start[axis]) / (double)step));
        }

        return reach;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new Slice(Start, call[0].Shape, Step), g);

    protected internal override Op? OnBatch(int size) => new Place(Start.Prepend(0), Shape.Prepend(size), Step.Prepend(1));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
    {
        Tensor result = y[0];
        if (result.Numel == 0) return;
        Tensor source = x[0].Contiguous();

        // Where the first axes stay as they are, the result is so many blocks.
        int whole = 0, blocks = 1, first = 0;
        for (; whole < Shape.Rank && source.Shape[whole] == Shape[whole] && Step[whole] == 1; whole++) blocks *= Shape[whole];
        int[] strides = result.Strides[whole..].ToArray();
        for (int axis = whole; axis < Shape.Rank; axis++)
        {
            first += Start[axis] * strides[axis - whole];
            strides[axis - whole] *= Step[axis];
        }

        var layout = new StridedLayout(source.Shape.Span[whole..], strides);
        int count = source.Numel / blocks, size = result.Numel / blocks;
        fixed (T* from = &source.ReadOnly<T>())
        fixed (T* to = &result.Reference<T>())
            StridedCopy.IntoZeros(from, to, in layout, count, first, blocks, size);

        GC.KeepAlive(source);
    }
}
