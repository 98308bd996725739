namespace Adjoint.Ops;

/// <summary>
/// Elements at the distances of strides, counted in row-major order from the first; the same may appear several times. A view of what is
/// contiguous.
/// </summary>
/// <param name="Shape">Sizes of the result.</param>
/// <param name="Strides">A distance for each axis of it.</param>
/// <param name="Offset">Where its first element lies.</param>
/// <param name="Count">Number of elements of the input.</param>
internal sealed record StridedElements(Shape Shape, Steps Strides, int Offset, int Count) : MoveOp
{
    public override OpFacts Facts =>
        OpFacts.Function(Name, $"{Shape}", $"strides={Strides}", $"offset={Offset}") with { IsAlias = true };

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec input = Inputs.One(this, x);
        if (Strides.Rank != Shape.Rank)
            throw new ShapeException($"AsStrided: {Shape} and strides {Strides} have not as many axes.");
        long last = Offset;
        bool isNegative = Offset < 0;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            isNegative |= Strides[axis] < 0;
            last += Math.Max(0, Shape[axis] - 1) * (long)Strides[axis];
        }

        if (isNegative) throw new ShapeException($"AsStrided: strides {Strides} and offset {Offset} must not be negative.");
        if (Shape.Numel > 0 && last >= input.Numel)
            throw new ShapeException(
                $"AsStrided: {Shape} with strides {Strides} from {Offset} on reaches element {last}; {input.Shape} has {input.Numel}.");
        return input with { Shape = Shape };
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        Array.ConvertAll(call[0].Shape.Span.ToArray(), Extent.All);

    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        var index = new long[Shape.Numel];
        int next = 0;
        foreach (int place in new StridedIndices(Shape, Strides.Span)) index[next++] = Offset + place;
        return Engine.Apply(new IndexAdd(0, [call[0].Numel]), g.ReshapeTo([g.Numel]), Tensor.Wrap(index)).ReshapeTo(call[0].Shape);
    }

    protected internal override Op? OnBatch(int size) =>
        new StridedElements(Shape.Prepend(size), Strides.Prepend(Count), Offset, Count * size);

    internal override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        all = null;
        Infer([x[0].Spec]);
        return View(x[0]);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        Kernel.Of((inputs, results) => results[0].Overwrite(View(inputs[0])));

    private Tensor View(Tensor x)
    {
        Tensor row = x.IsContiguous ? x : x.Contiguous().Detach();
        return row.View(Shape, Strides.Span.ToArray(), Shape.Numel == 0 ? 0 : Offset);
    }
}
