namespace Adjoint.Ops;

/// <summary>
/// What operations share that find which elements come where along an axis: their results are places (int64), without derivative; the
/// elements themselves are gathered there. NaN is larger than any number.
/// </summary>
internal abstract record RankingOp(int Axis) : NondifferentiableOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        return new Spec(DType.Int64, x[0].Shape.With(Axis, PlacesOf(x[0].Shape)));
    }

    public sealed override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public sealed override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected internal sealed override Op? OnBatch(int size) => this with { Axis = Axis + 1 };

    protected internal sealed override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (y[0].Numel == 0) return;
        if (Axis == x[0].Rank - 1)
        {
            FindIn<T>(x[0].Contiguous(), y[0]);
            return;
        }

        Tensor moved = x[0].Detach().Transpose(Axis, -1).Contiguous();
        Tensor places = Tensor.Allocate(DType.Int64, moved.Shape.With(moved.Rank - 1, y[0].Shape[Axis]));
        FindIn<T>(moved, places);
        y[0].Overwrite(places.Transpose(Axis, -1));
    }

    /// <summary>How many places are found along the axis; a mistake of the user is found here.</summary>
    protected virtual int PlacesOf(Shape shape) => shape[Axis];

    /// <summary>Finds the places of each row.</summary>
    private protected abstract unsafe void Find<T>(T* x, long* places, int rows, int length) where T : unmanaged, INumber<T>;

    /// <summary>Fails where there is nothing along the axis to choose from, though a result is expected.</summary>
    protected void ExpectElements(Shape shape)
    {
        if (shape[Axis] == 0 && shape.With(Axis, 1).Numel > 0)
            throw new ShapeException($"{Name}: there is nothing to choose from along axis {Axis} of {shape}.");
    }

    private unsafe void FindIn<T>(Tensor x, Tensor places) where T : unmanaged, INumber<T>
    {
        int length = x.Shape[^1];
        fixed (T* from = &x.ReadOnly<T>())
        fixed (long* to = &places.Reference<long>())
            Find(from, to, x.Numel / length, length);
        GC.KeepAlive(x);
    }
}

/// <summary>All places in the order of their elements; equals stay in their order.</summary>
internal sealed record ArgSort(int Axis, bool Descending) : RankingOp(Axis)
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}", Descending ? "descending" : "ascending");

    private protected override unsafe void Find<T>(T* x, long* places, int rows, int length) =>
        RowOrder.Sort(x, places, rows, length, Descending);
}

/// <summary>The places of the k largest or smallest; in order if that is asked for, else by place.</summary>
internal sealed record ArgTopK(int Axis, int K, bool Largest, bool Sorted) : RankingOp(Axis)
{
    public override string Name => "TopK";

    public override OpFacts Facts => OpFacts.Function(Name, $"k={K}", $"axis={Axis}", Largest ? "largest" : "smallest");

    protected override int PlacesOf(Shape shape) => K >= 0 && K <= shape[Axis]
        ? K
        : throw new ShapeException($"TopK: k is {K}, but axis {Axis} of {shape} has {shape[Axis]} elements; use 0 to {shape[Axis]}.");

    private protected override unsafe void Find<T>(T* x, long* places, int rows, int length) =>
        RowOrder.Top(x, places, rows, length, K, Largest, Sorted);
}

/// <summary>The place of the k-th smallest, counted from 1; of equals the lower place comes first.</summary>
internal sealed record ArgKth(int Axis, int K) : RankingOp(Axis)
{
    public override string Name => "KthValue";

    public override OpFacts Facts => OpFacts.Function(Name, $"k={K}", $"axis={Axis}");

    protected override int PlacesOf(Shape shape) => K >= 1 && K <= shape[Axis]
        ? 1
        : throw new ShapeException($"KthValue: k is {K}, but axis {Axis} of {shape} has {shape[Axis]} elements; k counts from 1.");

    private protected override unsafe void Find<T>(T* x, long* places, int rows, int length) =>
        RowOrder.Kth(x, places, rows, length, K - 1);
}

/// <summary>The place of the median, of two in the middle the lower; of a NaN where there is one, or where there is nothing else.</summary>
internal sealed record ArgMedian(int Axis, bool IgnoreNaN) : RankingOp(Axis)
{
    public override string Name => IgnoreNaN ? "NanMedian" : "Median";

    protected override int PlacesOf(Shape shape)
    {
        ExpectElements(shape);
        return 1;
    }

    private protected override unsafe void Find<T>(T* x, long* places, int rows, int length) =>
        RowOrder.Median(x, places, rows, length, IgnoreNaN);
}

/// <summary>The last place of the most frequent element, of several the smallest.</summary>
internal sealed record ArgMode(int Axis) : RankingOp(Axis)
{
    public override string Name => "Mode";

    protected override int PlacesOf(Shape shape)
    {
        ExpectElements(shape);
        return 1;
    }

    private protected override unsafe void Find<T>(T* x, long* places, int rows, int length) => RowOrder.Mode(x, places, rows, length);
}
