using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>eˣ / Σ eˣ along an axis.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record Softmax(int Axis) : FusedOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Keep Keeps => Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        return new Spec(x[0].DType, x[0].Shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [(x[0] - x[0].LogSumExp([Axis], true)).Exp()];

    public override void Pull(Pullback p)
    {
        p.Give(0, Through(p.Output(), p.Gradient()));
    }

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Through(p.Output(), t));
    }

    protected internal override Op? OnBatch(int size) => new Softmax(Axis + 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        AxisSoftmax.Run<T>(x[0], y[0], Axis, false);

    /// <summary>The Jacobian, which is symmetric, times a direction.</summary>
    private Tensor Through(Tensor y, Tensor direction)
    {
        Tensor weighted = direction * y;
        return weighted - (y * weighted.Sum([Axis], true));
    }
}

/// <summary>x − log Σ eˣ along an axis.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record LogSoftmax(int Axis) : FusedOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override Keep Keeps => Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        return new Spec(x[0].DType, x[0].Shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [x[0] - x[0].LogSumExp([Axis], true)];

    public override void Pull(Pullback p)
    {
        p.Give(0, p.Gradient() - (p.Output().Exp() * p.Gradient().Sum([Axis], true)));
    }

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, t - (p.Output().Exp() * t).Sum([Axis], true));
    }

    protected internal override Op? OnBatch(int size) => new LogSoftmax(Axis + 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        AxisSoftmax.Run<T>(x[0], y[0], Axis, true);
}

/// <summary>Brings a softmax along any axis to the kernel's rows.</summary>
internal static class AxisSoftmax
{
    public static void Run<T>(Tensor x, Tensor y, int axis, bool logarithm) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (axis == x.Rank - 1)
        {
            Rows<T>(x.Contiguous(), y, logarithm);
            return;
        }

        Tensor moved = x.Detach().Transpose(axis, -1).Contiguous();
        Tensor result = Tensor.Allocate(y.DType, moved.Shape);
        Rows<T>(moved, result, logarithm);
        y.Overwrite(result.Transpose(axis, -1));
    }

    private static unsafe void Rows<T>(Tensor x, Tensor y, bool logarithm) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = x.Shape[^1];
        fixed (T* from = &x.ReadOnly<T>())
        fixed (T* to = &y.Reference<T>())
            RowSoftmax.Run(from, to, length == 0 ? 0 : x.Count / length, length, logarithm);
        GC.KeepAlive(x);
    }
}
