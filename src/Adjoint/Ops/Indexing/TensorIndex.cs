using Adjoint.Ops;

namespace Adjoint;

/// <summary>One entry between the brackets of <c>x[…]</c>.</summary>
public readonly struct TensorIndex
{
    private readonly Kind kind;
    private readonly Index index;
    private readonly Range range;
    private readonly int step;

    private TensorIndex(Kind kind, Index index, Range range, int step) =>
        (this.kind, this.index, this.range, this.step) = (kind, index, range, step);

    private enum Kind : byte
    {
        Position,
        Range,
        NewAxis,
        Ellipsis,
    }

    /// <summary>As many whole axes as are left: <c>x[TensorIndex.Ellipsis, 0]</c>.</summary>
    public static TensorIndex Ellipsis { get; } = new(Kind.Ellipsis, default, default, 1);

    /// <summary>A new axis of size 1.</summary>
    public static TensorIndex NewAxis { get; } = new(Kind.NewAxis, default, default, 1);

    /// <summary>A range with a step: every <paramref name="step"/>th position.</summary>
    /// <exception cref="ShapeException">The step is not positive; for the other direction use Flip.</exception>
    public static TensorIndex Every(Range range, int step) => step > 0
        ? new TensorIndex(Kind.Range, default, range, step)
        : throw new ShapeException($"Index: a step of {step} is not positive; use Flip to run backwards.");

    /// <summary>A position; negative ones count from the end, as in PyTorch.</summary>
    public static implicit operator TensorIndex(int index) =>
        new(Kind.Position, index < 0 ? Index.FromEnd(index == int.MinValue ? int.MaxValue : -index) : index, default, 1);

    /// <summary>A position.</summary>
    public static implicit operator TensorIndex(Index index) => new(Kind.Position, index, default, 1);

    /// <summary>A range of positions.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range, default, range, 1);

    /// <summary>The entry as it is written between brackets.</summary>
    public override string ToString() => kind switch
    {
        Kind.Position => index.ToString(),
        Kind.NewAxis => "new axis",
        Kind.Ellipsis => "...",
        _ => step == 1 ? range.ToString() : $"{range} every {step}",
    };

    /// <summary>The view that the indices name.</summary>
    internal static Tensor Apply(Tensor x, ReadOnlySpan<TensorIndex> indices)
    {
        int used = 0;
        bool ellipsis = false;
        foreach (TensorIndex entry in indices)
        {
            if (entry.kind is Kind.Position or Kind.Range) used++;
            if (entry.kind != Kind.Ellipsis) continue;
            if (ellipsis) throw new ShapeException("Index: there is more than one ellipsis.");
            ellipsis = true;
        }

        if (used > x.Rank)
            throw new ShapeException($"Index: {used} indices are too many for {x.Shape}, which has {x.Rank} axes.");

        int[] starts = new int[x.Rank];
        int[] lengths = x.Shape.Span.ToArray();
        int[] steps = Steps.Repeat(1, x.Rank).Span.ToArray();
        var result = new List<int>();
        int axis = 0;
        foreach (TensorIndex entry in indices)
        {
            switch (entry.kind)
            {
                case Kind.NewAxis:
                    result.Add(1);
                    break;
                case Kind.Ellipsis:
                    for (int skipped = x.Rank - used; skipped > 0; skipped--) result.Add(lengths[axis++]);
                    break;
                case Kind.Position:
                    starts[axis] = entry.Position(x.Shape, axis);
                    lengths[axis++] = 1;
                    break;
                default:
                    (starts[axis], lengths[axis]) = entry.Bounds(x.Shape, axis);
                    if (lengths[axis] > 0) lengths[axis] = ((lengths[axis] - 1) / entry.step) + 1;
                    steps[axis] = entry.step;
                    result.Add(lengths[axis++]);
                    break;
            }
        }

        while (axis < x.Rank) result.Add(lengths[axis++]);
        Tensor slice = Engine.Apply(new Slice(new Steps(starts), Shape.Create(lengths), new Steps(steps)), x);
        return slice.ReshapeTo(Shape.Create(result.ToArray()));
    }

    private int Position(Shape shape, int axis)
    {
        int position = index.GetOffset(shape[axis]);
        if ((uint)position >= (uint)shape[axis])
            throw new ShapeException($"Index: position {index} is outside axis {axis} of {shape}.");
        return position;
    }

    private (int Start, int Length) Bounds(Shape shape, int axis)
    {
        int start = range.Start.GetOffset(shape[axis]);
        int end = range.End.GetOffset(shape[axis]);
        if (start < 0 || end > shape[axis] || start > end)
            throw new ShapeException($"Index: the range {range} does not lie within axis {axis} of {shape}.");
        return (start, end - start);
    }
}
