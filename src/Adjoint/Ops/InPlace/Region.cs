namespace Adjoint.Ops;

/// <summary>Some elements of a contiguous tensor: those at an offset and so many strides from it.</summary>
/// <param name="Whole">Shape of the tensor.</param>
/// <param name="Shape">Shape of the region.</param>
/// <param name="Strides">In elements of the tensor.</param>
/// <param name="Offset">Place of the region's first element.</param>
internal readonly record struct Region(Shape Whole, Shape Shape, Steps Strides, int Offset)
{
    /// <summary>The region of each slice along a new first axis.</summary>
    public Region OnBatch(int size) => new(Whole.Prepend(size), Shape.Prepend(size), Strides.Prepend(Whole.Numel), Offset);

    /// <summary>The elements themselves, of a contiguous tensor.</summary>
    public Tensor In(Tensor whole) => whole.View(Shape, Strides.Span.ToArray(), Shape.Numel == 0 ? 0 : Offset);

    /// <summary>Whether each element is there once. A region that is not sure to be so counts as one that is not.</summary>
    public bool IsDistinct
    {
        get
        {
            Span<int> sizes = stackalloc int[Shape.Rank];
            Span<int> steps = stackalloc int[Shape.Rank];
            for (int axis = 0; axis < sizes.Length; axis++) (sizes[axis], steps[axis]) = (Shape[axis], Math.Abs(Strides[axis]));
            MemoryExtensions.Sort(steps, sizes);
            long reach = 0;
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                if (sizes[axis] < 2) continue;
                if (steps[axis] <= reach) return false;
                reach += (sizes[axis] - 1L) * steps[axis];
            }

            return true;
        }
    }

    public override string ToString() => $"{Shape} of {Whole}";
}

/// <summary>A region of a tensor, copied: what a view is to the derivative after its origin was changed in place.</summary>
internal sealed record TakeRegion(Region Region) : MoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Region}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Regions.CheckWhole(this, x[0], Region);
        return x[0] with { Shape = Region.Shape };
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new PlaceRegion(Region), g);

    protected internal override Op? OnBatch(int size) => new TakeRegion(Region.OnBatch(size));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) =>
    {
        if (results[0].Numel > 0) results[0].Overwrite(Region.In(Regions.Packed(inputs[0])));
    });
}

/// <summary>A region among zeros; what lies at one place is added up. The adjoint of <see cref="TakeRegion"/>.</summary>
internal sealed record PlaceRegion(Region Region) : LinearOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Region}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 1);
        Regions.CheckPart(this, x[0], Region);
        return x[0] with { Shape = Region.Whole };
    }

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new TakeRegion(Region), g);

    protected internal override Op? OnBatch(int size) => new PlaceRegion(Region.OnBatch(size));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        y[0].Clear();
        if (x[0].Numel == 0) return;
        if (Region.IsDistinct)
        {
            Region.In(y[0]).Overwrite(x[0]);
            return;
        }

        // Long runs may meet at one place.
        Tensor source = x[0].Contiguous();
        ReadOnlySpan<T> from = source.Span<T>();
        var sums = new double[y[0].Numel];
        int i = 0;
        foreach (int index in new StridedIndices(Region.Shape, Region.Strides.Span))
            sums[Region.Offset + index] += double.CreateTruncating(from[i++]);
        Span<T> to = y[0].Span<T>();
        for (int j = 0; j < to.Length; j++) to[j] = T.CreateTruncating(sums[j]);
        GC.KeepAlive(source);
    }
}

/// <summary>A tensor with a region of it replaced: what a change of a view in place is to the derivative.</summary>
internal sealed record ReplaceRegion(Region Region) : MoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"{Region}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.SameType(this, x[0], x[1]);
        Regions.CheckWhole(this, x[0], Region);
        Regions.CheckPart(this, x[1], Region);
        return x[0];
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        if (input == 1) return Engine.Apply(new TakeRegion(Region), g);
        Tensor none = Tensor.Zeros(Region.Shape, g.DType);
        return Region.Shape.Numel == g.Numel ? Tensor.Zeros(g.Shape, g.DType) : Engine.Apply(this, g, none);
    }

    protected internal override Op? OnBatch(int size) => new ReplaceRegion(Region.OnBatch(size));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) =>
    {
        results[0].Overwrite(inputs[0]);
        if (inputs[1].Numel > 0) Region.In(results[0]).Overwrite(inputs[1]);
    });
}

/// <summary>What the operations on regions share.</summary>
internal static class Regions
{
    /// <summary>A tensor's elements in row-major order, not recorded.</summary>
    public static Tensor Packed(Tensor x)
    {
        if (x.IsContiguous) return x;
        Tensor packed = Tensor.Allocate(x.Spec);
        packed.Overwrite(x);
        return packed;
    }

    public static void CheckWhole(Op op, Spec x, Region region)
    {
        if (x.Shape != region.Whole) throw new ShapeException($"{op.Name}: takes {region.Whole}, not {x.Shape}.");
    }

    public static void CheckPart(Op op, Spec x, Region region)
    {
        if (x.Shape != region.Shape) throw new ShapeException($"{op.Name}: a region of {region.Shape} does not take {x.Shape}.");
    }
}
