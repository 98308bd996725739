using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>eˣ / Σ eˣ along an axis.</summary>
/// <param name="Axis">The axis.</param>
public sealed record Softmax(int Axis) : FusedOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name, $"axis={Axis}");

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    /// <inheritdoc/>
    public override Tensor Expand(ReadOnlySpan<Tensor> x) => (x[0] - x[0].LogSumExp([Axis], true)).Exp();

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g)
    {
        Tensor weighted = g * call.Output;
        return weighted - (call.Output * weighted.Sum([Axis], true));
    }

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => Vjp(call, input, t); // symmetric

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Softmax(Axis + 1);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y) => AxisSoftmax.Run(x[0], y, Axis, false);
}

/// <summary>x − log Σ eˣ along an axis.</summary>
/// <param name="Axis">The axis.</param>
public sealed record LogSoftmax(int Axis) : FusedOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name, $"axis={Axis}");

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    /// <inheritdoc/>
    public override Tensor Expand(ReadOnlySpan<Tensor> x) => x[0] - x[0].LogSumExp([Axis], true);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => g - (call.Output.Exp() * g.Sum([Axis], true));

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => t - (call.Output.Exp() * t).Sum([Axis], true);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new LogSoftmax(Axis + 1);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y) => AxisSoftmax.Run(x[0], y, Axis, true);
}

/// <summary>Brings a softmax along any axis to the kernel's rows.</summary>
internal static class AxisSoftmax
{
    public static void Run(Tensor x, Tensor y, int axis, bool logarithm)
    {
        if (axis == x.Rank - 1)
        {
            if (y.DType == DType.Float32) Rows<float>(x.Contiguous(), y, logarithm);
            else Rows<double>(x.Contiguous(), y, logarithm);
            return;
        }

        Tensor moved = x.Detach().Transpose(axis, -1).Contiguous();
        Tensor result = Tensor.Allocate(y.DType, moved.Shape);
        Run(moved, result, moved.Rank - 1, logarithm);
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
