namespace Adjoint.Ops;

/// <summary>Running products along an axis; of real numbers in float64.</summary>
internal sealed record CumProd(int Axis) : Op, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x);

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    // x[j] is in all products from the j-th on: times those before it, and what the recurrence gathers of those behind.
    public override void Pull(Pullback p) =>
        p.Give(0, Before(p.Output()) * Recurrence.Of(p.Gradient(), Recurrence.Shift(p.Input(0), Axis, -1, 0), Axis, true));

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Recurrence.Of(t * Before(p.Output()), p.Input(0), Axis, false));
    }

    protected internal override Op? OnBatch(int size) => new CumProd(Axis + 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor source = x[0].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (T* to = &y[0].Reference<T>())
        {
            if (x[0].DType.IsFloatingPoint())
                ScanLoop.Run<T, double, ProductScan<T, double>>(from, null, to, outer, source.Shape[Axis], inner, false);
            else
                ScanLoop.Run<T, T, ProductScan<T, T>>(from, null, to, outer, source.Shape[Axis], inner, false);
        }

        GC.KeepAlive(source);
    }

    /// <summary>The product of what comes before each element.</summary>
    private Tensor Before(Tensor products) => Recurrence.Shift(products, Axis, 1, 1);
}
