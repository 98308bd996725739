using Adjoint.Kernels;

namespace Adjoint.Ops;

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
