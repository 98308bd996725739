namespace Adjoint.Ops;

/// <summary>Windows of a size along an axis, so many steps apart: the axis counts them, a new innermost one their elements.</summary>
internal sealed record SlidingWindow(int Axis, int Size, int Step) : ViewOp
{
    protected override MathNotation Written => MathNotation.Function(Name, $"axis={Axis}", $"size={Size}", $"step={Step}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec input = Inputs.One(this, x);
        int length = input.Shape[Axis];
        if (Size < 0 || Size > length || Step < 1)
            throw new ShapeException(
                $"Unfold: windows of {Size} with a step of {Step} do not fit into axis {Axis} of {input.Shape}; "
                + $"the size is at most {length}, the step at least 1.");
        return input with { Shape = [.. input.Shape.With(Axis, ((length - Size) / Step) + 1).Span, Size] };
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of[..^1].ToArray();
        Extent within = of[^1].IsWhole ? new Extent(0, Size - 1) : of[^1];
        reach[Axis] = of[Axis].IsWhole ? Extent.Whole
            : new Extent((of[Axis].First * Step) + within.First, (of[Axis].Last * Step) + within.Last);
        return reach;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        // Each window's gradient is added to where the window lies.
        int count = g.Shape[Axis];
        var index = new long[count * Size];
        for (int i = 0; i < index.Length; i++) index[i] = ((i / Size) * (long)Step) + (i % Size);
        var order = new List<int>();
        for (int axis = 0; axis < g.Rank - 1; axis++) order.Add(axis);
        order.Insert(Axis + 1, g.Rank - 1);
        Tensor windows = g.Permute([.. order]);
        return Engine.Apply(new IndexAdd(Axis, call[0].Shape), windows, Tensor.Wrap(index, [count, Size]));
    }

    protected internal override Op? OnBatch(int size) => this with { Axis = Axis + 1 };

    private protected override Tensor View(Tensor x, Shape shape)
    {
        int[] strides = [.. x.Strides, x.Stride(Axis)];
        strides[Axis] *= Step;
        return x.View(shape, strides);
    }
}
