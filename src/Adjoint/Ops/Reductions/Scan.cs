namespace Adjoint.Ops;

/// <summary>Running sums along an axis, from its start or from its end. Each is the other's adjoint.</summary>
internal sealed record CumSum(int Axis, bool Reverse) : LinearOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function("cumsum", $"axis={Axis}", Reverse ? "from the end" : "from the start");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x);

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new CumSum(Axis, !Reverse), g);

    protected internal override Op? OnBatch(int size) => new CumSum(Axis + 1, Reverse);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor source = x[0].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (T* to = &y[0].Reference<T>())
            CumulativeSum.Run(from, to, outer, source.Shape[Axis], inner, Reverse);
        GC.KeepAlive(source);
    }
}
