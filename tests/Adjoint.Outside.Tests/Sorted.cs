using Adjoint.Core;

namespace Adjoint.Outside.Tests;

/// <summary>A vector in ascending order: an operation of no family, with a rule and without a batching rule. float64.</summary>
public sealed record Sorted : Op
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => x.Length == 1 && x[0].Rank == 1 && x[0].DType == DType.Float64
        ? new Spec(DType.Float64, x[0].Shape)
        : throw new ShapeException("Sorted: takes one vector of float64.");

    public override void Pull(Pullback p)
    {
        // Row i holds a 1 where element i went; without ties that is a permutation.
        Tensor place = p.Input(0).Unsqueeze(1).Equal(p.Output().Unsqueeze(0)).To(DType.Float64);
        p.Give(0, place.MatMul(p.Gradient()));
    }

    protected override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private static void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        Span<double> values = y[0].AsSpan<double>();
        x[0].CopyTo(values);
        values.Sort();
    }
}
