namespace Adjoint.Ops;

/// <summary>
/// Pieces of the last axis, each so far on from the one before: [.., n] → [.., frames, Size]. The adjoint of <see cref="OverlapAdd"/>.
/// </summary>
/// <param name="Size">Length of a piece.</param>
/// <param name="Hop">Distance between the beginnings of neighbours.</param>
internal sealed record Frames(int Size, int Hop) : MoveOp, IMoveOp
{
    public override OpFacts Facts => OpFacts.Function("frames", $"size={Size}", $"hop={Hop}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        int n = x[0].Shape[^1];
        if (n < Size) throw new ShapeException($"Frames: no piece of {Size} fits into {x[0].Shape}.");
        return new Spec(x[0].DType, [.. x[0].Shape.Span[..^1], ((n - Size) / Hop) + 1, Size]);
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new OverlapAdd(call[0].Shape[^1], Hop), g);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
    {
        Tensor source = x[0].Contiguous();
        (int n, int frames) = (source.Shape[^1], y[0].Shape[^2]);
        ReadOnlySpan<T> from = source.Span<T>();
        Span<T> to = y[0].Span<T>();
        for (int row = 0; row < y[0].Numel / (frames * Size); row++)
            for (int i = 0; i < frames; i++) from.Slice((row * n) + (i * Hop), Size).CopyTo(to[(((row * frames) + i) * Size)..]);
        GC.KeepAlive(source);
    }
}

/// <summary>Pieces [.., frames, size] added up where they lie in [.., Length]. The adjoint of <see cref="Frames"/>.</summary>
/// <param name="Length">Length of the result.</param>
/// <param name="Hop">Distance between the beginnings of neighbours.</param>
internal sealed record OverlapAdd(int Length, int Hop) : LinearOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function("overlap_add", $"length={Length}", $"hop={Hop}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 1);
        if (((x[0].Shape[^2] - 1) * Hop) + x[0].Shape[^1] > Length)
            throw new ShapeException($"OverlapAdd: the pieces {x[0].Shape} do not fit into {Length}.");
        return new Spec(x[0].DType, [.. x[0].Shape.Span[..^2], Length]);
    }

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        // What lies beyond the last piece went into none.
        int used = ((call[0].Shape[^2] - 1) * Hop) + call[0].Shape[^1];
        return Engine.Apply(new Frames(call[0].Shape[^1], Hop), g.Narrow(-1, 0, used));
    }

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor source = x[0].Contiguous();
        y[0].Clear();
        (int frames, int size) = (source.Shape[^2], source.Shape[^1]);
        ReadOnlySpan<T> from = source.Span<T>();
        Span<T> to = y[0].Span<T>();
        for (int row = 0; row < source.Numel / Math.Max(1, frames * size); row++)
        {
            for (int i = 0; i < frames; i++)
            {
                Span<T> place = to.Slice((row * Length) + (i * Hop), size);
                System.Numerics.Tensors.TensorPrimitives.Add(place, from.Slice(((row * frames) + i) * size, size), place);
            }
        }

        GC.KeepAlive(source);
    }
}
