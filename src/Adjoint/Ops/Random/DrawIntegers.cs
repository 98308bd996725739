namespace Adjoint.Ops;

/// <summary>Integers from low up to low + range − 1, of any of which the chance is the same; a range of 0 means all int64.</summary>
internal sealed record DrawIntegers(long Low, ulong Range, Shape Shape) : NondifferentiableOp
{
    public override string Name => "RandInt";

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { DType = DType.Int64, Shape = Shape };

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private unsafe void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        Span<long> state = stackalloc long[2];
        x[0].CopyTo(state);
        fixed (long* target = &y[0].Reference<long>())
            IntegerFill.Run(target, y[0].Numel, (ulong)state[0], (ulong)state[1], Low, Range);
    }
}
