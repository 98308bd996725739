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
            RandomFill.Run(target, y[0].Numel, (ulong)state[0], (ulong)state[1], Distribution);
    }
}

/// <summary>0 to count − 1 in random order, int64, from the state of a generator. By the shuffle of Fisher and Yates.</summary>
internal sealed record RandomPermutation(int Count) : NondifferentiableOp
{
    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { DType = DType.Int64, Shape = [Count] };

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        Kernel.Of((inputs, results) => Shuffle(inputs[0], results[0].Span<long>()));

    private static void Shuffle(Tensor generator, Span<long> values)
    {
        Span<long> state = stackalloc long[2];
        generator.CopyTo(state);
        for (int i = 0; i < values.Length; i++) values[i] = i;
        for (int i = values.Length - 1; i > 0; i--)
        {
            (uint high, uint low, _, _) = Philox.Block((ulong)state[0], (ulong)state[1], (ulong)i);
            // The high half of the product is even over 0 to i, but for one part in 2^64 / i.
            int other = (int)Math.BigMul(((ulong)high << 32) | low, (ulong)i + 1, out _);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }
}
