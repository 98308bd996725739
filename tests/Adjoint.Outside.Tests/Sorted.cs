using Adjoint.Core;

namespace Adjoint.Outside.Tests;

/// <summary>A vector in ascending order: an operation of no family, with a rule and without a batching rule. float64.</summary>
public sealed record Sorted : Op
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Spec Infer(ReadOnlySpan<Tensor> x) => x.Length == 1 && x[0].Rank == 1 && x[0].DType == DType.Float64
        ? new Spec(DType.Float64, x[0].Shape)
        : throw new ShapeException("Sorted: takes one vector of float64.");

    public override Tensor? Vjp(Call call, int input, Tensor g)
    {
        // Row i holds a 1 where element i went; without ties that is a permutation.
        Tensor place = call[0].Unsqueeze(1).Equal(call.Output.Unsqueeze(0)).To(g.DType);
        return place.MatMul(g);
    }

    protected override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        Span<double> values = y.AsSpan<double>();
        x[0].CopyTo(values);
        values.Sort();
    }
}
