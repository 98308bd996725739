using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>Running sums along an axis, from its start or from its end. Each is the other's adjoint.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Reverse">From the end.</param>
public sealed record CumSum(int Axis, bool Reverse) : LinearOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function("cumsum", $"axis={Axis}", Reverse ? "from the end" : "from the start");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Extent.Along(Axes.Single(Axis), call[0].Shape, of);

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call.Spec.Shape.Count);

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new CumSum(Axis, !Reverse), g);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new CumSum(Axis + 1, Reverse);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        switch (y.DType)
        {
            case DType.Float32: Run<float>(x[0], y); break;
            case DType.Float64: Run<double>(x[0], y); break;
            case DType.Int64: Run<long>(x[0], y); break;
            case DType.Int32: Run<int>(x[0], y); break;
            default: Run<byte>(x[0], y); break;
        }
    }

    private unsafe void Run<T>(Tensor x, Tensor y) where T : unmanaged, INumber<T>
    {
        x = x.Contiguous();
        (int outer, int inner) = IndexedAccess.Around(x.Shape, Axis);
        fixed (T* from = &x.ReadOnly<T>())
        fixed (T* to = &y.Reference<T>())
            CumulativeSum.Run(from, to, outer, x.Shape[Axis], inner, Reverse);
        GC.KeepAlive(x);
    }
}
