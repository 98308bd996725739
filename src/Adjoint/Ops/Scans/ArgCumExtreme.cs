namespace Adjoint.Ops;

/// <summary>The place of the largest or smallest element so far along an axis, of equals the last; int64, without derivative.</summary>
internal sealed record ArgCumExtreme(int Axis, bool Largest) : NondifferentiableOp, INumberOp
{
    public override string Name => Largest ? "CumMax" : "CumMin";

    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { DType = DType.Int64 };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    protected internal override Op? OnBatch(int size) => new ArgCumExtreme(Axis + 1, Largest);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor source = x[0].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (long* to = &y[0].Reference<long>())
            RunningExtreme.Run(from, to, outer, source.Shape[Axis], inner, Largest);
        GC.KeepAlive(source);
    }
}
