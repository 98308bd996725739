using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// Random numbers of a distribution, from the state of a generator: int64 [2], seed and stream. The same state gives the same
/// numbers, so a draw is an operation like any other, and a captured one draws anew from each state it is given.
/// </summary>
internal sealed record Draw<TDraw>(string Method, TDraw Distribution, Shape Shape, DType DType) : NondifferentiableOp, IRealOp
    where TDraw : struct, IDraw
{
    public override string Name => Method;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { DType = DType, Shape = Shape };

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<long> state = stackalloc long[2];
        x[0].CopyTo(state);
        fixed (T* target = &y[0].Reference<T>())
            RandomFill.Run(target, y[0].Count, (ulong)state[0], (ulong)state[1], Distribution);
    }
}
