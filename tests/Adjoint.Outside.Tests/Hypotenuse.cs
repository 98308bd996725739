using Adjoint.Core;

namespace Adjoint.Outside.Tests;

/// <summary>√(a² + b²) without overflow: a kernel of its own for an expression of simpler operations. float64.</summary>
public sealed record Hypotenuse : FusedOp
{
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        if (x.Length != 2 || x[0].Shape != x[1].Shape) throw new ShapeException("Hypotenuse: takes two tensors of one shape.");
        if (x[0].DType != DType.Float64 || x[1].DType != DType.Float64) throw new DTypeException("Hypotenuse: takes float64.");
        return new Spec(DType.Float64, x[0].Shape);
    }

    public override Tensor Expand(ReadOnlySpan<Tensor> x) => (x[0].Square() + x[1].Square()).Sqrt();

    protected override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        ReadOnlySpan<double> a = x[0].Contiguous().AsSpan<double>();
        ReadOnlySpan<double> b = x[1].Contiguous().AsSpan<double>();
        Span<double> h = y.AsSpan<double>();
        for (int i = 0; i < h.Length; i++) h[i] = double.Hypot(a[i], b[i]);
    }
}
