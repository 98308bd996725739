namespace Adjoint.Ops;

/// <summary>log of running sums of eˣ along an axis, without overflow; computed in float64.</summary>
internal sealed record LogCumSumExp(int Axis) : Op, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Real(this, x);

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    // dy[k]/dx[j] = exp(x[j] − y[k]) is exp(x[j] − y[j]) times what each step from y[j] to y[k] takes off: factors of at most 1.
    // Beyond the ends the factor is 0 with slope 0: e^(y − 0) could be ∞, and ∞·0 in derivatives NaN.
    public override void Pull(Pullback p)
    {
        Tensor y = p.Output();
        Tensor taken = Share(y, Recurrence.Shift(y, Axis, -1, double.PositiveInfinity));
        p.Give(0, Share(p.Input(0), y) * Recurrence.Of(p.Gradient(), taken, Axis, true));
    }

    public override void Push(Pushforward p)
    {
        Tensor y = p.Output();
        if (p.Tangent(0) is not { } t) return;
        Tensor taken = Share(Recurrence.Shift(y, Axis, 1, double.NegativeInfinity), y);
        p.Give(0, Recurrence.Of(t * Share(p.Input(0), y), taken, Axis, false));
    }

    protected internal override Op? OnBatch(int size) => new LogCumSumExp(Axis + 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor source = x[0].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (T* to = &y[0].Reference<T>())
            ScanLoop.Run<T, double, LogSumScan<T>>(from, null, to, outer, source.Shape[Axis], inner, false);
        GC.KeepAlive(source);
    }

    /// <summary>e^(a − b); 1 where both are the same infinity.</summary>
    private static Tensor Share(Tensor a, Tensor b) =>
        (a - b).MaskedFill(a.Equal(b).And(a.Abs().Equal(double.PositiveInfinity)), 0).Exp();
}
