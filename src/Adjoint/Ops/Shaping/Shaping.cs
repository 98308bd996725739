namespace Adjoint.Ops;

/// <summary>The same elements, in row-major order, in another shape. A view wherever strides allow it.</summary>
internal sealed record Reshape(Shape Shape) : MoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Shape}") with { IsAlias = true, HasPhases = Shape.Rank > 2 };

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        if (x[0].Numel != Shape.Numel)
            throw new ShapeException($"Reshape: {x[0].Shape} has {x[0].Numel} elements, {Shape} has {Shape.Numel}.");
        return new Spec(x[0].DType, Shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => RegroupedAxes.Reach(call[0].Shape, Shape, of);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => g.ReshapeTo(call[0].Shape);

    protected internal override Op? OnBatch(int size) => new Reshape(Shape.Prepend(size));

    internal override Tensor? ViewOf(Tensor x)
    {
        if (x.IsContiguous || x.Numel == 0) return x.View(Shape, null);
        return Strides(x) is { } strides ? x.View(Shape, strides) : null;
    }

    internal override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        all = null;
        Infer([x[0].Spec]);
        return ViewOf(x[0]) ?? base.Compute(x, out all);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x)
    {
        Kernel copy = Copy.Op.Bind(x);
        return Kernel.Of((inputs, results) => copy.Run(inputs, [results[0].View(inputs[0].Shape, null)]));
    }

    /// <summary>The strides of the reshaped view, or null: each group of axes that is merged must be contiguous in itself.</summary>
    private int[]? Strides(Tensor x)
    {
        var strides = new int[Shape.Rank];
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
internal sealed record Permute(Shape Order) : ViewOp
{
    /// <summary>Exchanges rows and columns.</summary>
    internal static readonly Permute Matrix = new([1, 0]);

    protected override MathNotation Written => MathNotation.Function(Name, $"{Order}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        if (x[0].Rank != Order.Rank) Expect.Rank(this, x[0], Order.Rank, $"the input of order {Order}");
        Span<int> sizes = stackalloc int[Order.Rank];
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

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        var reach = new Extent[Order.Rank];
        for (int axis = 0; axis < reach.Length; axis++) reach[Order[axis]] = of[axis];
        return reach;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        if (ReferenceEquals(this, Matrix)) return Engine.Apply(this, g);
        var inverse = new int[Order.Rank];
        for (int axis = 0; axis < inverse.Length; axis++) inverse[Order[axis]] = axis;
        return g.Permute(inverse);
    }

    protected internal override Op? OnBatch(int size)
    {
        var order = new int[Order.Rank + 1];
        for (int axis = 0; axis < Order.Rank; axis++) order[axis + 1] = Order[axis] + 1;
        return new Permute(Shape.Create(order));
    }

    private protected override Tensor View(Tensor x, Shape shape)
    {
        var strides = new int[Order.Rank];
        for (int axis = 0; axis < strides.Length; axis++) strides[axis] = x.Stride(Order[axis]);
        return x.View(shape, strides);
    }
}

/// <summary>Axes of size 1 broadcast to other sizes, by stride 0. The adjoint of <see cref="Sum"/>.</summary>
internal sealed record Expand(Shape Shape) : ViewOp
{
    protected override MathNotation Written => MathNotation.Function(Name, $"{Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        if (x[0].Rank != Shape.Rank) Expect.Rank(this, x[0], Shape.Rank, $"the input of a stretch to {Shape}");
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (x[0].Shape[axis] != Shape[axis] && x[0].Shape[axis] != 1)
                throw new ShapeException($"Expand: {x[0].Shape} does not stretch to {Shape}: only sizes of 1 do.");
        }

        return new Spec(x[0].DType, Shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < reach.Length; axis++)
            if (call[0].Shape[axis] != Shape[axis]) reach[axis] = Extent.At(0);
        return reach;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Broadcasting.SumTo(g, call[0].Shape);

    protected internal override Op? OnBatch(int size) => new Expand(Shape.Prepend(size));

    private protected override Tensor View(Tensor x, Shape shape)
    {
        var strides = new int[Shape.Rank];
        for (int axis = 0; axis < strides.Length; axis++)
            strides[axis] = x.Shape[axis] == Shape[axis] ? x.Stride(axis) : 0;
        return x.View(Shape, strides);
    }
}
