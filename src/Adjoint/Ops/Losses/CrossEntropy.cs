namespace Adjoint.Ops;

/// <summary>
/// The cross-entropy of logits [N, C, …] with classes [N, …], int64: log-softmax, the choice of the target's and the reduction
/// in one. Softmax is computed again for the gradient, so that the tape keeps nothing but the logits.
/// </summary>
/// <param name="IgnoreIndex">A class that does not count.</param>
/// <param name="Reduction">What becomes of the losses; the mean is over the targets that count.</param>
internal sealed record CrossEntropy(long IgnoreIndex, Adjoint.Reduction Reduction) : FusedOp, IRealOp
{
    public override OpFacts Facts =>
        OpFacts.Function(Name, IgnoreIndex < 0 ? [$"reduction={Reduction}"] : [$"ignore={IgnoreIndex}", $"reduction={Reduction}"]);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Check(x);
        return new Spec(x[0].DType, Reduction == Adjoint.Reduction.None ? x[1].Shape : Shape.Scalar);
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [x[0].LogSoftmax(1).NllLoss(x[1], null, IgnoreIndex, Reduction)];

    public override void Pull(Pullback p) =>
        p.Give(0, Engine.Apply(new CrossEntropySlope(IgnoreIndex, Reduction), p.Input(0), p.Input(1), p.Gradient()));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    /// <summary>Fails unless the inputs are logits and their classes.</summary>
    internal static void Check(ReadOnlySpan<Spec> x)
    {
        (Spec logits, Spec target) = (x[0], x[1]);
        if (!logits.DType.IsFloatingPoint())
            throw new DTypeException($"CrossEntropy: not defined on {logits.DType.Name()}; cast with To(DType.Float32) first.");
        if (target.DType != DType.Int64) throw new DTypeException($"CrossEntropy: classes are integers, not {target.DType.Name()}.");
        bool fits = logits.Rank >= 2 && target.Rank == logits.Rank - 1;
        for (int axis = 0; fits && axis < target.Rank; axis++) fits = target.Shape[axis] == logits.Shape[axis == 0 ? 0 : axis + 1];
        if (!fits)
            throw new ShapeException($"CrossEntropy: classes {target.Shape} do not fit logits {logits.Shape}: they lack axis 1 only.");
    }

    /// <summary>How many targets count; fails if one is no class.</summary>
    internal static int Counted(Tensor target, int classes, long ignored)
    {
        int count = 0;
        foreach (long t in target.Span<long>())
        {
            if (t == ignored) continue;
            if ((ulong)t >= (ulong)classes)
                throw new ShapeException($"CrossEntropy: class {t} is not within 0 to {classes - 1}.");
            count++;
        }

        GC.KeepAlive(target);
        return count;
    }

    /// <summary>The targets, where the class that does not count is none at all.</summary>
    internal static Tensor Kept(Tensor target, int classes, long ignored)
    {
        if ((ulong)ignored >= (ulong)classes) return target;
        Tensor kept = target.Clone();
        foreach (ref long t in kept.Span<long>())
            if (t == ignored) t = -1;
        return kept;
    }

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor logits, Tensor target, Tensor result) = (x[0].Contiguous(), x[1].Contiguous(), y[0]);
        (int classes, int count) = (logits.Shape[1], target.Numel);
        int counted = Counted(target, classes, IgnoreIndex);
        Tensor kept = Kept(target, classes, IgnoreIndex);
        Tensor losses = Reduction == Adjoint.Reduction.None ? result : Tensor.Allocate(result.DType, target.Shape);
        fixed (T* px = &logits.ReadOnly<T>(), pl = &losses.Reference<T>(), py = &result.Reference<T>())
        fixed (long* pt = &kept.ReadOnly<long>())
        {
            // Without classes no target counts.
            if (classes == 0) losses.Clear();
            Kernels.CrossEntropy.Losses(px, pt, pl, logits.Shape[0], classes, logits.Shape[0] == 0 ? 0 : count / logits.Shape[0]);
            if (Reduction == Adjoint.Reduction.None) return;
            Kernels.Reduction.Run<T, SumReducer<T>>(pl, py, 1, count, 1);
            if (Reduction == Adjoint.Reduction.Mean) *py /= T.CreateTruncating(counted);
        }

        losses.Dispose();
        GC.KeepAlive(logits);
        GC.KeepAlive(kept);
    }
}

/// <summary>
/// The gradient of <see cref="CrossEntropy"/> in the logits: (softmax − 1 at the target) · the share of the target in g, for
/// logits, classes and g.
/// </summary>
internal sealed record CrossEntropySlope(long IgnoreIndex, Adjoint.Reduction Reduction) : FusedOp, IRealOp
{
    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 3);
        CrossEntropy.Check(x);
        return new Spec(x[0].DType, x[0].Shape);
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        (Tensor logits, Tensor target, Tensor share) = (x[0], x[1], x[2]);
        Tensor kept = target.NotEqual(IgnoreIndex);
        if (Reduction == Adjoint.Reduction.Mean) share /= kept.To(share.DType).Sum();
        share = share.Expand(target.Shape).MaskedFill(kept.Not(), 0).Unsqueeze(1);
        Shape channels = Broadcasting.PerChannel(logits.Rank, logits.Shape[1]);
        Tensor chosen = target.Unsqueeze(1).Equal(Tensor.Arange(logits.Shape[1]).ReshapeTo(channels));
        return [(logits.Softmax(1) - chosen.To(logits.DType)) * share];
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor logits, Tensor target, Tensor g, Tensor result) = (x[0].Contiguous(), x[1].Contiguous(), x[2].Contiguous(), y[0]);
        (int classes, int count) = (logits.Shape[1], target.Numel);
        int counted = CrossEntropy.Counted(target, classes, IgnoreIndex);
        Tensor kept = CrossEntropy.Kept(target, classes, IgnoreIndex);
        Tensor share = Reduction == Adjoint.Reduction.None ? g : Tensor.Allocate(result.DType, target.Shape);
        if (Reduction != Adjoint.Reduction.None)
        {
            T one = g.ReadOnly<T>();
            share.Span<T>().Fill(Reduction == Adjoint.Reduction.Mean ? one / T.CreateTruncating(counted) : one);
        }

        fixed (T* px = &logits.ReadOnly<T>(), ps = &share.ReadOnly<T>(), py = &result.Reference<T>())
        fixed (long* pt = &kept.ReadOnly<long>())
            Kernels.CrossEntropy.Slope(px, pt, ps, py, logits.Shape[0], classes, logits.Shape[0] == 0 ? 0 : count / logits.Shape[0]);
        if (!ReferenceEquals(share, g)) share.Dispose();
        GC.KeepAlive(logits);
        GC.KeepAlive(share);
        GC.KeepAlive(kept);
    }
}
