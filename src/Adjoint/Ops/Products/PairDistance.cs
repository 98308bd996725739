namespace Adjoint.Ops;

/// <summary>
/// The p-norm of the difference of each row of one matrix from each of another: [b, n, k] and [b, m, k] → [b, n, m]. Where a distance is
/// 0 its slope is 0, and so is that of a component that is 0.
/// </summary>
internal sealed record PairDistance(double P) : FusedOp, IRealOp
{
    public override string Name => "Cdist";

    public override OpFacts Facts => OpFacts.Function(Name, $"p={MathNotation.Number(P)}");

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 2);
        Expect.Rank(this, x[0], 3, "the first");
        Expect.Rank(this, x[1], 3, "the second");
        if (x[0].Shape[0] != x[1].Shape[0] || x[0].Shape[2] != x[1].Shape[2])
            throw new ShapeException($"{Name}: rows of {x[0].Shape} and {x[1].Shape} have no distance; they need one length.");
        return new Spec(x[0].DType, [x[0].Shape[0], x[0].Shape[1], x[1].Shape[1]]);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        [of[0], input == 0 ? of[1] : of[2], Extent.All(call[0].Shape[2])];

    public override Work? Work(Call call) => new Work((long)call.Spec.Numel * call[0].Shape[2], call.Spec.Numel);

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor difference = x[0].Unsqueeze(2) - x[1].Unsqueeze(1);
        return [P is > 0 and < 1 ? Fractional(difference) : difference.Norm(P, [-1], false)];
    }

    // Without the differences of all pairs: the slope of the distance d is (u − v)/d, and with w = g/d the sums over all v are products.
    public override void Pull(Pullback p)
    {
        if (P != 2)
        {
            base.Pull(p);
            return;
        }

        (Tensor u, Tensor v, Tensor distance) = (p.Input(0), p.Input(1), p.Output());
        Tensor isZero = distance.Equal(0);
        Tensor weight = (p.Gradient() / distance.MaskedFill(isZero, 1)).MaskedFill(isZero, 0);
        if (p.Wants(0)) p.Give(0, (u * weight.Sum([2], true)) - weight.MatMul(v));
        if (p.Wants(1)) p.Give(1, (v * weight.Sum([1], true).Transpose()) - weight.Transpose().MatMul(u));
    }

    // A batch of batches is more of them.
    protected internal override Tensor? Batch(BatchInputs x)
    {
        (Tensor u, Tensor v) = (x.Expanded(0), x.Expanded(1));
        return Engine.Apply(this, u.Flatten(0, 1), v.Flatten(0, 1)).ReshapeTo([x.Size, u.Shape[1], u.Shape[2], v.Shape[2]]);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor u = x[0].Contiguous(), v = x[1].Contiguous();
        fixed (T* a = &u.ReadOnly<T>(), b = &v.ReadOnly<T>(), to = &y[0].Reference<T>())
            PairDistances.Run(a, b, to, u.Shape[0], u.Shape[1], v.Shape[1], u.Shape[2], P);
        GC.KeepAlive(u);
        GC.KeepAlive(v);
    }

    /// <summary>The norm of a power below 1, whose slope at a component of 0 would be infinite, and is taken as 0.</summary>
    private Tensor Fractional(Tensor difference)
    {
        Tensor size = difference.Abs(), isZero = size.Equal(0);
        Tensor sum = size.MaskedFill(isZero, 1).Pow(P).MaskedFill(isZero, 0).Sum([-1], false);
        Tensor none = sum.Equal(0);
        return sum.MaskedFill(none, 1).Pow(1 / P).MaskedFill(none, 0);
    }
}
