namespace Adjoint.Ops;

/// <summary>Tensors one after the other along an axis.</summary>
internal sealed record Concat(int Axis) : MoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}") with { AlignsInputs = true };

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        if (x.IsEmpty) throw new ShapeException("Concat: there is nothing to concatenate.");
        long size = 0;
        foreach (Spec part in x)
        {
            Expect.SameType(this, x[0], part);
            if (part.Rank != x[0].Rank || part.Shape.With(Axis, 0) != x[0].Shape.With(Axis, 0))
                throw new ShapeException($"Concat: {x[0].Shape} and {part.Shape} differ elsewhere than along axis {Axis}.");
            size += part.Shape[Axis];
        }

        if (size > int.MaxValue)
            throw new ShapeException($"Concat: axis {Axis} would have {size} places, more than the 2^31 - 1 that an axis has.");
        return new Spec(x[0].DType, x[0].Shape.With(Axis, (int)size));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        if (of[Axis].IsWhole)
        {
            reach[Axis] = Extent.Whole;
            return reach;
        }

        int start = 0;
        for (int i = 0; i < input; i++) start += call[i].Shape[Axis];
        // Beyond the ends only the first part goes on before, and the last after.
        long first = Math.Max(of[Axis].First - start, input == 0 ? long.MinValue : 0);
        long last = Math.Min(of[Axis].Last - start, input == call.Inputs.Length - 1 ? long.MaxValue : call[input].Shape[Axis] - 1L);
        reach[Axis] = new Extent(first, last);
        return reach;
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        int start = 0;
        for (int i = 0; i < input; i++) start += call[i].Shape[Axis];
        return g.Narrow(Axis, start, call[input].Shape[Axis]);
    }

    protected internal override Op? OnBatch(int size) => new Concat(Axis + 1);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => Join(inputs, results[0]));

    private void Join(ReadOnlySpan<Tensor> x, Tensor y)
    {
        int[] strides = y.Strides.ToArray();
        int start = 0;
        foreach (Tensor part in x)
        {
            if (part.Numel > 0) y.View(part.Shape, strides, start * strides[Axis]).Overwrite(part);
            start += part.Shape[Axis];
        }
    }
}
