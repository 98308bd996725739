namespace Adjoint.Ops;

/// <summary>
/// s[k] = x[k] + a[k]·s[k−1] along an axis, or from its end s[k] = x[k] + a[k]·s[k+1]; the first a does not count. Computed in float64.
/// The derivatives of running products and the like are such recurrences, and so are its own.
/// </summary>
internal sealed record Recurrence(int Axis, bool Reverse) : Op, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}", Reverse ? "from the end" : "from the start");

    public override Keep Keeps => Keep.Input(1) | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 2);
        Expect.Alike(this, x);
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Work? Work(Call call) => new Work(call.Spec.Numel);

    public override void Pull(Pullback p)
    {
        Tensor arrived = Of(p.Gradient(), Shift(p.Input(1), Axis, Reverse ? 1 : -1, 0), Axis, !Reverse);
        p.Give(0, arrived);
        if (p.Wants(1)) p.Give(1, arrived * Before(p.Output()));
    }

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } x) p.Give(0, Of(x, p.Input(1), Axis, Reverse));
        if (p.Tangent(1) is { } a) p.Give(0, Of(a * Before(p.Output()), p.Input(1), Axis, Reverse));
    }

    protected internal override Op? OnBatch(int size) => new Recurrence(Axis + 1, Reverse);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor source = x[0].Contiguous(), coefficients = x[1].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>(), factors = &coefficients.ReadOnly<T>())
        fixed (T* to = &y[0].Reference<T>())
            ScanLoop.Run<T, double, RecurrenceScan<T>>(from, factors, to, outer, source.Shape[Axis], inner, Reverse);
        GC.KeepAlive(source);
        GC.KeepAlive(coefficients);
    }

    /// <summary>The recurrence over x with coefficients a.</summary>
    internal static Tensor Of(Tensor x, Tensor a, int axis, bool reverse) => Engine.Apply(new Recurrence(axis, reverse), x, a);

    /// <summary>The elements moved along an axis by 1 or −1, with a number where none came to.</summary>
    internal static Tensor Shift(Tensor x, int axis, int by, double value)
    {
        int length = x.Shape[axis];
        if (length == 0) return x;
        Tensor end = Tensor.Full(x.Shape.With(axis, 1), value, x.DType);
        return by > 0
            ? Tensor.Concat([end, x.Narrow(axis, 0, length - 1)], axis)
            : Tensor.Concat([x.Narrow(axis, 1, length - 1), end], axis);
    }

    /// <summary>What s was one step before.</summary>
    private Tensor Before(Tensor s) => Shift(s, Axis, Reverse ? -1 : 1, 0);
}
