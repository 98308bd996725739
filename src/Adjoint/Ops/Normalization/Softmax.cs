namespace Adjoint.Ops;

/// <summary>What softmax and its logarithm share: one kernel, along an axis.</summary>
internal abstract record SoftmaxOp(int Axis) : FusedOp, IRealOp
{
    public sealed override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public sealed override Keep Keeps => Keep.Output;

    public sealed override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Real(this, x);

    public sealed override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    protected internal sealed override Op? OnBatch(int size) => this with { Axis = Axis + 1 };

    protected internal sealed override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Axis == x[0].Rank - 1)
        {
            Rows<T>(x[0].Contiguous(), y[0]);
            return;
        }

        Tensor moved = x[0].Detach().Transpose(Axis, -1).Contiguous();
        Tensor result = Tensor.Allocate(y[0].DType, moved.Shape);
        Rows<T>(moved, result);
        y[0].Overwrite(result.Transpose(Axis, -1));
    }

    private unsafe void Rows<T>(Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = x.Shape[^1];
        fixed (T* from = &x.ReadOnly<T>())
        fixed (T* to = &y.Reference<T>())
            RowSoftmax.Run(from, to, length == 0 ? 0 : x.Numel / length, length, this is LogSoftmax);
        GC.KeepAlive(x);
    }
}

/// <summary>eˣ / Σ eˣ along an axis.</summary>
internal sealed record Softmax(int Axis) : SoftmaxOp(Axis)
{
    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [(x[0] - x[0].LogSumExp([Axis], true)).Exp()];

    public override void Pull(Pullback p) => p.Give(0, Through(p.Output(), p.Gradient()));

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Through(p.Output(), t));
    }

    /// <summary>The Jacobian, which is symmetric, times a direction.</summary>
    private Tensor Through(Tensor y, Tensor direction)
    {
        Tensor weighted = direction * y;
        return weighted - (y * weighted.Sum([Axis], true));
    }
}

/// <summary>x − log Σ eˣ along an axis.</summary>
internal sealed record LogSoftmax(int Axis) : SoftmaxOp(Axis)
{
    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [x[0] - x[0].LogSumExp([Axis], true)];

    public override void Pull(Pullback p) => p.Give(0, p.Gradient() - (p.Output().Exp() * p.Gradient().Sum([Axis], true)));

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, t - (p.Output().Exp() * t).Sum([Axis], true));
    }
}
