using Adjoint.Core;

namespace Adjoint.Ops;

/// <summary>The same elements, in row-major order, in another shape. A view wherever strides allow it.</summary>
/// <param name="Shape">The shape.</param>
public sealed record Reshape(Shape Shape) : Linear
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"{Shape}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        if (x[0].Count != Shape.Count)
            throw new ShapeException($"Reshape: {x[0].Shape} has {x[0].Count} elements, {Shape} has {Shape.Count}.");
        return new Spec(x[0].DType, Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => RegroupedAxes.Reach(call[0].Shape, Shape, of);

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => g.Reshape(call[0].Shape);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Reshape(Shape.Prepend(size));

    /// <inheritdoc/>
    protected internal override Tensor Compute(ReadOnlySpan<Tensor> x)
    {
        Infer(x);
        return Strides(x[0]) is { } strides ? x[0].View(Shape, strides) : base.Compute(x);
    }

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y) =>
        Copy.Op.Run(x, y.View(x[0].Shape, null));

    /// <summary>
    /// The strides of the reshaped view, or null if there are none: each group of axes that is regrouped must itself lie
    /// in a row.
    /// </summary>
    private int[]? Strides(Tensor x)
    {
        var strides = new int[Shape.Rank];
        if (x.IsContiguous || x.Count == 0)
        {
            int stride = 1;
            for (int axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                strides[axis] = stride;
                stride *= Shape[axis];
            }

            return strides;
        }

        ReadOnlySpan<int> from = x.Strides;
        int target = Shape.Rank - 1;
        for (int axis = x.Rank - 1; axis >= 0;)
        {
            // The innermost run of axes that continue one another, as one axis of this many elements.
            int length = x.Shape[axis];
            int stride = from[axis];
            axis--;
            while (axis >= 0 && (length == 1 || x.Shape[axis] == 1 || from[axis] == stride * length))
            {
                if (length == 1) stride = from[axis];
                length *= x.Shape[axis];
                axis--;
            }

            while (target >= 0 && (length > 1 || Shape[target] == 1))
            {
                if (length % Shape[target] != 0) return null;
                strides[target] = stride;
                stride *= Shape[target];
                length /= Shape[target--];
            }

            if (length != 1) return null;
        }

        return strides;
    }
}

/// <summary>The axes in another order.</summary>
/// <param name="Order">For each axis of the result, which axis of the input it is.</param>
public sealed record Permute(Shape Order) : LinearView
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"{Order}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Rank(this, x[0], Order.Rank, $"the input of order {Order}");
        var sizes = new int[Order.Rank];
        int seen = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if ((uint)Order[axis] >= (uint)sizes.Length || (seen >> Order[axis] & 1) != 0)
                throw new ShapeException($"Permute: {Order} does not name each of {sizes.Length} axes once.");
            seen |= 1 << Order[axis];
            sizes[axis] = x[0].Shape[Order[axis]];
        }

        return new Spec(x[0].DType, Shape.Create(sizes));
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        var reach = new Extent[Order.Rank];
        for (int axis = 0; axis < reach.Length; axis++) reach[Order[axis]] = of[axis];
        return reach;
    }

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        var inverse = new int[Order.Rank];
        for (int axis = 0; axis < inverse.Length; axis++) inverse[Order[axis]] = axis;
        return g.Permute(inverse);
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size)
    {
        var order = new int[Order.Rank + 1];
        for (int axis = 0; axis < Order.Rank; axis++) order[axis + 1] = Order[axis] + 1;
        return new Permute(Shape.Create(order));
    }

    /// <inheritdoc/>
    private protected override Tensor View(Tensor x)
    {
        var sizes = new int[Order.Rank];
        var strides = new int[Order.Rank];
        ReadOnlySpan<int> from = x.Strides;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = x.Shape[Order[axis]];
            strides[axis] = from[Order[axis]];
        }

        return x.View(Shape.Create(sizes), strides);
    }
}

/// <summary>Axes of size 1 stretched to other sizes, by stride 0. The adjoint of <see cref="Sum"/>.</summary>
/// <param name="Shape">The sizes, as many as the input's.</param>
public sealed record Expand(Shape Shape) : LinearView
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"{Shape}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Rank(this, x[0], Shape.Rank, $"the input of a stretch to {Shape}");
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (x[0].Shape[axis] != Shape[axis] && x[0].Shape[axis] != 1)
                throw new ShapeException($"Expand: {x[0].Shape} does not stretch to {Shape}: only sizes of 1 do.");
        }

        return new Spec(x[0].DType, Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < reach.Length; axis++)
            if (call[0].Shape[axis] != Shape[axis]) reach[axis] = Extent.At(0);
        return reach;
    }

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        int axes = 0;
        for (int axis = 0; axis < Shape.Rank; axis++)
            if (call[0].Shape[axis] != Shape[axis]) axes |= 1 << axis;
        return axes == 0 ? g : Engine.Apply(new Sum(new Axes(axes)), g);
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Expand(Shape.Prepend(size));

    /// <inheritdoc/>
    private protected override Tensor View(Tensor x)
    {
        int[] strides = x.Strides.ToArray();
        for (int axis = 0; axis < strides.Length; axis++)
            if (x.Shape[axis] != Shape[axis]) strides[axis] = 0;
        return x.View(Shape, strides);
    }
}

/// <summary>Elements start, start + step, … along each axis. The adjoint of <see cref="Place"/>.</summary>
/// <param name="Start">First position along each axis.</param>
/// <param name="Length">Number of positions.</param>
/// <param name="Step">Distance between positions; negative runs backwards.</param>
public sealed record Slice(Steps Start, Shape Length, Steps Step) : LinearView
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"start={Start}", $"length={Length}", $"step={Step}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Rank(this, x[0], Length.Rank, "the input");
        Check(this, x[0].Shape, Start, Length, Step);
        return new Spec(x[0].DType, Length);
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        Engine.Apply(new Place(Start, call[0].Shape, Step), g);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Slice(Start.Prepend(0), Length.Prepend(size), Step.Prepend(1));

    /// <inheritdoc/>
    private protected override Tensor View(Tensor x) => View(x, Start, Length, Step);

    internal static Tensor View(Tensor x, Steps start, Shape length, Steps step)
    {
        int[] strides = x.Strides.ToArray();
        int shift = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            shift += start[axis] * strides[axis];
            strides[axis] *= step[axis];
        }

        return x.View(length, strides, length.Count == 0 ? 0 : shift);
    }

    internal static void Check(Op op, Shape shape, Steps start, Shape length, Steps step)
    {
        for (int axis = 0; axis < length.Rank; axis++)
        {
            if (length[axis] == 0) continue;
            long last = start[axis] + ((length[axis] - 1L) * step[axis]);
            if (start[axis] < 0 || start[axis] >= shape[axis] || last < 0 || last >= shape[axis])
                throw new ShapeException(
                    $"{op.Name}: positions {start[axis]} to {last} of axis {axis} are not all within {shape}.");
        }
    }
}

/// <summary>The elements spread over zeros, at start, start + step, … along each axis. The adjoint of <see cref="Slice"/>.</summary>
/// <param name="Start">First position along each axis.</param>
/// <param name="Shape">Sizes of the result.</param>
/// <param name="Step">Distance between positions.</param>
public sealed record Place(Steps Start, Shape Shape, Steps Step) : Linear
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"start={Start}", $"step={Step}", $"into={Shape}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Rank(this, x[0], Shape.Rank, "the input");
        Slice.Check(this, Shape, Start, x[0].Shape, Step);
        return new Spec(x[0].DType, Shape);
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        Engine.Apply(new Slice(Start, call[0].Shape, Step), g);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Place(Start.Prepend(0), Shape.Prepend(size), Step.Prepend(1));

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        y.Clear();
        if (x[0].Count > 0) Slice.View(y, Start, x[0].Shape, Step).Overwrite(x[0]);
    }
}

/// <summary>Tensors one after the other along an axis.</summary>
/// <param name="Axis">The axis.</param>
public sealed record Concat(int Axis) : Linear
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axis={Axis}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        if (x.IsEmpty) throw new ShapeException("Concat: there is nothing to concatenate.");
        int size = 0;
        foreach (Tensor part in x)
        {
            Expect.SameType(this, x[0], part);
            if (part.Rank != x[0].Rank || part.Shape.With(Axis, 0) != x[0].Shape.With(Axis, 0))
                throw new ShapeException($"Concat: {x[0].Shape} and {part.Shape} differ elsewhere than along axis {Axis}.");
            size = checked(size + part.Shape[Axis]);
        }

        return new Spec(x[0].DType, x[0].Shape.With(Axis, size));
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        if (of[Axis].IsWhole) return reach;
        int start = 0;
        for (int i = 0; i < input; i++) start += call[i].Shape[Axis];
        // Beyond the ends only the first part goes on before, and the last after.
        long first = Math.Max(of[Axis].First - start, input == 0 ? long.MinValue : 0);
        long last = Math.Min(of[Axis].Last - start, input == call.Inputs.Length - 1 ? long.MaxValue : call[input].Shape[Axis] - 1L);
        reach[Axis] = new Extent(first, last);
        return reach;
    }

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        int start = 0;
        for (int i = 0; i < input; i++) start += call[i].Shape[Axis];
        return g.Narrow(Axis, start, call[input].Shape[Axis]);
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Concat(Axis + 1);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        int[] strides = y.Strides.ToArray();
        int start = 0;
        foreach (Tensor part in x)
        {
            if (part.Count > 0) y.View(part.Shape, strides, start * strides[Axis]).Overwrite(part);
            start += part.Shape[Axis];
        }
    }
}

/// <summary>The diagonal of two axes, as a new innermost axis. The adjoint of <see cref="PlaceDiagonal"/>.</summary>
/// <param name="Offset">Above 0: so far above the main diagonal; below 0: under it.</param>
/// <param name="First">The axis of rows.</param>
/// <param name="Second">The axis of columns.</param>
public sealed record Diagonal(int Offset, int First, int Second) : LinearView
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"offset={Offset}", $"axes=[{First}, {Second}]");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        return new Spec(x[0].DType, In(x[0].Shape));
    }

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        Engine.Apply(new PlaceDiagonal(this, call[0].Shape), g);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => Shifted();

    /// <inheritdoc/>
    private protected override Tensor View(Tensor x) => Of(x);

    internal Diagonal Shifted() => new(Offset, First + 1, Second + 1);

    internal Shape In(Shape shape) => [.. shape.Without(new Axes(1 << First | 1 << Second)).Span, LengthIn(shape)];

    private int LengthIn(Shape shape) => Math.Max(0, Offset >= 0
        ? Math.Min(shape[First], shape[Second] - Offset)
        : Math.Min(shape[First] + Offset, shape[Second]));

    internal Tensor Of(Tensor x)
    {
        ReadOnlySpan<int> from = x.Strides;
        int length = LengthIn(x.Shape);
        var sizes = new List<int>();
        var strides = new List<int>();
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (axis == First || axis == Second) continue;
            sizes.Add(x.Shape[axis]);
            strides.Add(from[axis]);
        }

        int shift = length == 0 ? 0 : Offset >= 0 ? Offset * from[Second] : -Offset * from[First];
        return x.View([.. sizes, length], [.. strides, from[First] + from[Second]], shift);
    }
}

/// <summary>The innermost axis spread over the diagonal of zeros. The adjoint of <see cref="Ops.Diagonal"/>.</summary>
/// <param name="Diagonal">The diagonal.</param>
/// <param name="Shape">Sizes of the result.</param>
public sealed record PlaceDiagonal(Diagonal Diagonal, Shape Shape) : Linear
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"offset={Diagonal.Offset}", $"axes=[{Diagonal.First}, {Diagonal.Second}]", $"into={Shape}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Shape expected = Diagonal.In(Shape);
        if (x[0].Shape != expected)
            throw new ShapeException($"PlaceDiagonal: the diagonal of {Shape} has shape {expected}, not {x[0].Shape}.");
        return new Spec(x[0].DType, Shape);
    }

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(Diagonal, g);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new PlaceDiagonal(Diagonal.Shifted(), Shape.Prepend(size));

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        y.Clear();
        if (x[0].Count > 0) Diagonal.Of(y).Overwrite(x[0]);
    }
}
