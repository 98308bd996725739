using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The elements at places counted through all axes in row-major order.</summary>
    /// <param name="index">Integers of any shape; negative ones count from the end.</param>
    /// <returns>Of the index's shape.</returns>
    /// <exception cref="ShapeException">An index is outside.</exception>
    public Tensor Take(Tensor index) =>
        Engine.Apply(new IndexSelect(0), ReshapeTo([Numel]), FlatIndex.Along("Take", Index(index), Numel));

    /// <summary>This with elements of a source at places counted through all axes in row-major order.</summary>
    /// <param name="index">Integers of any shape; negative ones count from the end.</param>
    /// <param name="source">As many elements as the index has, of this type.</param>
    /// <param name="accumulate">Whether to add to what is there; else the last of equal places counts.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the numbers of elements differ.</exception>
    public Tensor Put(Tensor index, Tensor source, bool accumulate = false)
    {
        index = Index(index);
        source = Alike("Put", source);
        if (source.Numel != index.Numel)
            throw new ShapeException($"Put: {source.Numel} elements do not go to {index.Numel} places.");
        Tensor row = FlatIndex.Along("Put", index.ReshapeTo([index.Numel]), Numel);
        (Tensor x, Tensor values) = (ReshapeTo([Numel]), source.ReshapeTo([source.Numel]));
        Tensor put = accumulate
            ? IndexedAccess.Add(x, new IndexAdd(0, x.Shape), values, row)
            : Engine.Apply(new IndexCopy(0), x, values, row);
        return put.ReshapeTo(Shape);
    }

    /// <summary>
    /// The elements at indices along an axis, as those of <see cref="Gather"/>, but with broadcasting along the other axes: what
    /// <c>ArgMax</c> and sorting give as indices.
    /// </summary>
    /// <param name="indices">Integers, with as many axes as this; negative ones count from the end.</param>
    /// <param name="axis">The axis that is indexed; null for the places counted through all axes.</param>
    /// <returns>Of the index's shape, broadcast along the other axes.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not broadcast.</exception>
    public Tensor TakeAlongAxis(Tensor indices, int? axis = null)
    {
        Tensor index = Index(indices);
        if (axis is not { } along) return Take(index.ReshapeTo([index.Numel]));
        (int resolved, Tensor x, index) = AlongAxis("TakeAlongAxis", index, along);
        return index.Numel == 0 ? Zeros(index.Shape, DType) : Engine.Apply(new Gather(resolved), x, index);
    }

    /// <summary>This with values at indices along an axis, which are broadcast along the other axes.</summary>
    /// <param name="indices">Integers, with as many axes as this; negative ones count from the end.</param>
    /// <param name="values">Broadcast to the shape of the index, of this type.</param>
    /// <param name="axis">The axis that is indexed; null for the places counted through all axes.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not broadcast.</exception>
    public Tensor PutAlongAxis(Tensor indices, Tensor values, int? axis = null)
    {
        Tensor index = Index(indices);
        values = Alike("PutAlongAxis", values);
        if (axis is not { } along) return Put(index, values.Expand(index.Shape));
        (int resolved, Tensor x, index) = AlongAxis("PutAlongAxis", index, along);
        if (x.Shape != Shape) throw new ShapeException($"PutAlongAxis: the index broadcasts {Shape} to {x.Shape}; it must fit into it.");
        return index.Numel == 0 ? Clone() : Engine.Apply(new Scatter(resolved), this, values.Expand(index.Shape), index);
    }

    /// <summary>This and an index, broadcast to each other but along an axis, with negative indices counted from the start.</summary>
    private (int Axis, Tensor X, Tensor Index) AlongAxis(string operation, Tensor index, int axis)
    {
        int resolved = Shape.Axis(axis, operation);
        if (index.Rank != Rank)
            throw new ShapeException($"{operation}: an index of shape {index.Shape} has not as many axes as {Shape}.");
        Shape shape = Shape.Broadcast(Shape.With(resolved, 1), index.Shape.With(resolved, 1), operation);
        int size = Shape[resolved];
        Tensor wrapped = FlatIndex.Along(operation, index, size, resolved);
        return (resolved, ExpandTo(shape.With(resolved, size)), wrapped.ExpandTo(shape.With(resolved, index.Shape[resolved])));
    }
}
