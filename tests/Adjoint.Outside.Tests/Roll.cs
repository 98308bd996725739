using Adjoint.Core;

namespace Adjoint.Outside.Tests;

/// <summary>The elements along an axis moved on by a distance; what falls off the end comes in at the start.</summary>
public sealed record Roll(int Axis, int Distance) : LinearOp
{
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        if (x.Length != 1 || x[0].Rank <= Axis) throw new ShapeException($"Roll: there is no axis {Axis} to move along.");
        return new Spec(x[0].DType, x[0].Shape);
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new Roll(Axis, -Distance), g);

    protected override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        int size = x[0].Shape[Axis];
        int first = size == 0 ? 0 : ((-Distance % size) + size) % size;
        y.CopyFrom(Tensor.Concat([x[0].Narrow(Axis, first, size - first), x[0].Narrow(Axis, 0, first)], Axis));
    }

    protected override Op? OnBatch(int size) => new Roll(Axis + 1, Distance);
}
