namespace Adjoint.Ops;

/// <summary>
/// Connectionist temporal classification: minus the logarithm of the probability of each sequence of labels, for log-probabilities
/// [T, N, C], labels [N, S], and how many times [N] and labels [N] of each sequence count.
/// </summary>
/// <param name="Blank">The class that is no label.</param>
internal sealed record Ctc(int Blank) : FusedOp, IRealOp
{
    // In the place of −∞ within the expansion, so that differences and slopes are numbers.
    private const double Never = -1e30;

    public override OpFacts Facts => OpFacts.Function(Name, $"blank={Blank}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 4);
        Check(x);
        return new Spec(x[0].DType, [x[0].Shape[1]]);
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        (Tensor logs, Tensor labels, Tensor times, Tensor counts) = (x[0], x[1], x[2].Unsqueeze(1), x[3].Unsqueeze(1));
        (int length, int sequences, int width) = (logs.Shape[0], logs.Shape[1], labels.Shape[1]);
        Tensor none = Tensor.Scalar(0, logs.DType).MaskedFill(counts.Squeeze(1).NotEqual(0), double.PositiveInfinity);
        if (length == 0) return [none + (logs.Sum() * 0)];
        Tensor states = States(labels);
        Tensor skips = Tensor.Zeros([sequences, (2 * width) + 1], DType.Bool);
        if (width > 0)
        {
            Tensor differs = states.Narrow(1, 2, (2 * width) - 1).NotEqual(states.Narrow(1, 0, (2 * width) - 1));
            skips = Tensor.Concat([Tensor.Zeros([sequences, 2], DType.Bool), differs], 1);
        }

        int count = states.Shape[1];
        Tensor emitted = logs.Gather(2, states.Unsqueeze(0).Expand(length, sequences, count));
        emitted = emitted.MaskedFill(emitted.Less(Never), Never);
        Tensor place = Tensor.Arange(count);
        Tensor alpha = emitted.Narrow(0, 0, 1).Squeeze(0).MaskedFill(place.GreaterEqual(2), Never);
        for (int t = 1; t < length; t++)
        {
            Tensor sum = Tensor.Stack([alpha, Shifted(alpha, 1), Shifted(alpha, 2).MaskedFill(skips.Not(), Never)]).LogSumExp(0);
            alpha = Tensor.Where(times.Greater(t), sum + emitted.Narrow(0, t, 1).Squeeze(0), alpha);
        }

        Tensor end = counts * 2;
        Tensor last = alpha.Gather(1, end);
        Tensor before = alpha.Gather(1, (end - 1).MaskedFill(counts.Equal(0), 0)).MaskedFill(counts.Equal(0), Never);
        Tensor loss = -Tensor.Concat([last, before], 1).LogSumExp(1);
        loss = loss.MaskedFill(loss.Greater(-Never / 2), double.PositiveInfinity);
        return [Tensor.Where(times.Squeeze(1).Equal(0), none, loss)];
    }

    public override void Pull(Pullback p) => p.Give(
        0, Engine.Apply(new CtcSlope(Blank), p.Input(0), p.Input(1), p.Input(2), p.Input(3), p.Gradient()));

    public override Work? Work(Call call) => new Work(0, 4L * call[0].Shape[0] * call[0].Shape[1] * ((2 * call[1].Shape[1]) + 1));

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => null;

    protected internal override Tensor? Batch(BatchInputs x) =>
        Engine.Apply(this, Joined(x.Expanded(0)), x.Expanded(1).Flatten(0, 1), x.Expanded(2).Flatten(), x.Expanded(3).Flatten())
            .Unflatten(x.Size);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y[0].Numel == 0) return;
        (Tensor logs, Tensor labels, Tensor times, Tensor counts) =
            (x[0].Contiguous(), x[1].Contiguous(), x[2].Contiguous(), x[3].Contiguous());
        CheckValues(logs.Shape, labels, times, counts);
        fixed (T* px = &logs.ReadOnly<T>(), py = &y[0].Reference<T>())
        fixed (long* pl = labels.Span<long>(), pt = &times.ReadOnly<long>(), pc = &counts.ReadOnly<long>())
            CtcRecursion.Losses(px, pl, pt, pc, py, logs.Shape[1], logs.Shape[2], labels.Shape[1], Blank);
        GC.KeepAlive(logs);
        GC.KeepAlive(labels);
        GC.KeepAlive(times);
        GC.KeepAlive(counts);
    }

    /// <summary>A batch [B, T, N, C] as [T, B·N, C].</summary>
    internal static Tensor Joined(Tensor batch) => batch.Transpose(0, 1).Flatten(1, 2);

    /// <summary>Fails unless the inputs are log-probabilities, labels and two lengths for each sequence.</summary>
    internal static void Check(ReadOnlySpan<Spec> x)
    {
        if (!x[0].DType.IsFloatingPoint())
            throw new DTypeException($"CtcLoss: not defined on {x[0].DType.Name()}; cast with To(DType.Float32) first.");
        if (x[0].Rank != 3 || x[1].Rank != 2 || x[2].Rank != 1 || x[1].Shape[0] != x[0].Shape[1] || x[2].Shape != x[3].Shape
            || x[2].Shape[0] != x[0].Shape[1])
        {
            throw new ShapeException(
                $"CtcLoss: takes log-probabilities [T, N, C], targets [N, S], and two lengths [N], not {x[0].Shape}, {x[1].Shape}, "
                + $"{x[2].Shape} and {x[3].Shape}.");
        }
    }

    /// <summary>Fails unless lengths and labels are within their limits.</summary>
    internal static void CheckValues(Shape logs, Tensor labels, Tensor times, Tensor counts)
    {
        int width = labels.Shape[1];
        ReadOnlySpan<long> label = labels.Span<long>();
        for (int n = 0; n < logs[1]; n++)
        {
            (long time, long count) = (times.Span<long>()[n], counts.Span<long>()[n]);
            if ((ulong)time > (ulong)logs[0])
                throw new ShapeException($"CtcLoss: input length {time} of sequence {n} is not within 0 to {logs[0]}.");
            if ((ulong)count > (ulong)width)
                throw new ShapeException($"CtcLoss: target length {count} of sequence {n} is not within 0 to {width}.");
            foreach (long c in label.Slice(n * width, (int)count))
                if ((ulong)c >= (ulong)logs[2]) throw new ShapeException($"CtcLoss: target {c} is not within 0 to {logs[2] - 1}.");
        }
    }

    /// <summary>Labels with blanks around each.</summary>
    private Tensor States(Tensor labels)
    {
        (int sequences, int width) = (labels.Shape[0], labels.Shape[1]);
        Tensor blanks = Tensor.Full([sequences, width], Blank, DType.Int64);
        Tensor pairs = Tensor.Stack([blanks, labels], 2).Reshape(sequences, 2 * width);
        return Tensor.Concat([pairs, Tensor.Full([sequences, 1], Blank, DType.Int64)], 1);
    }

    private static Tensor Shifted(Tensor alpha, int by)
    {
        (int sequences, int count) = (alpha.Shape[0], alpha.Shape[1]);
        by = Math.Min(by, count);
        return Tensor.Concat([Tensor.Full([sequences, by], Never, alpha.DType), alpha.Narrow(1, 0, count - by)], 1);
    }
}

/// <summary>The gradient of <see cref="Ctc"/> in the log-probabilities, from its inputs and the gradient of the losses.</summary>
internal sealed record CtcSlope(int Blank) : FusedOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"blank={Blank}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 5);
        Ctc.Check(x);
        return x[0];
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        using Scope _ = GradMode.On();
        Tensor logs = x[0].RequiresGrad ? x[0].Alias() : x[0].Detach().WithGrad();
        Tensor[] loss = new Ctc(Blank).Expand([logs, x[1], x[2], x[3]]);
        return Engine.Grad(loss, [logs], [x[4]], createGraph: true);
    }

    public override Work? Work(Call call) => new Work(0, 12L * call[0].Shape[0] * call[0].Shape[1] * ((2 * call[1].Shape[1]) + 1));

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => null;

    protected internal override Tensor? Batch(BatchInputs x) => Engine.Apply(
        this, Ctc.Joined(x.Expanded(0)), x.Expanded(1).Flatten(0, 1), x.Expanded(2).Flatten(), x.Expanded(3).Flatten(),
        x.Expanded(4).Flatten()).Unflatten(1, x.Size, -1).Transpose(0, 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y[0].Numel == 0) return;
        (Tensor logs, Tensor labels, Tensor times, Tensor counts, Tensor g) =
            (x[0].Contiguous(), x[1].Contiguous(), x[2].Contiguous(), x[3].Contiguous(), x[4].Contiguous());
        Ctc.CheckValues(logs.Shape, labels, times, counts);
        fixed (T* px = &logs.ReadOnly<T>(), pg = &g.ReadOnly<T>(), py = &y[0].Reference<T>())
        fixed (long* pl = labels.Span<long>(), pt = &times.ReadOnly<long>(), pc = &counts.ReadOnly<long>())
        {
            CtcRecursion.Slopes(
                px, pl, pt, pc, pg, py, logs.Shape[0], logs.Shape[1], logs.Shape[2], labels.Shape[1], Blank);
        }

        GC.KeepAlive(logs);
        GC.KeepAlive(labels);
        GC.KeepAlive(times);
        GC.KeepAlive(counts);
        GC.KeepAlive(g);
    }
}
