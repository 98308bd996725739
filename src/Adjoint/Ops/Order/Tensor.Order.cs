using Adjoint.Ops;

namespace Adjoint;

/// <remarks>
/// In every order NaN is larger than any number, as in PyTorch. Values that were chosen are differentiable: each gradient goes to the
/// element that the index names.
/// </remarks>
public sealed partial class Tensor
{
    /// <summary>
    /// The elements in order along an axis, with the places they came from. Always stable: equals stay in their order.
    /// </summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="descending">Whether the largest comes first; NaN before it.</param>
    /// <returns>The values, and their places along the axis (int64); both of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public (Tensor Values, Tensor Indices) Sort(int axis = -1, bool descending = false) =>
        Choose("Sort", axis, a => new ArgSort(a, descending), true);

    /// <summary>The places along an axis that would put its elements in order; equals stay in their order.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="descending">Whether the largest comes first; NaN before it.</param>
    /// <returns>Places along the axis, of this tensor's shape; int64.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor ArgSort(int axis = -1, bool descending = false)
    {
        Tensor x = WithAxis;
        return Engine.Apply(new ArgSort(x.Shape.Axis(axis, "ArgSort"), descending), x).ReshapeTo(Shape);
    }

    /// <summary>The elements in ascending order along the first axis.</summary>
    /// <returns>The sorted values, of this tensor's shape.</returns>
    public Tensor MSort() => Choose("MSort", 0, a => new ArgSort(a, false), true).Values;

    /// <summary>The k largest or smallest along an axis, with their places. Of equals those of the lower places are chosen.</summary>
    /// <param name="k">How many; at most as many as there are.</param>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="largest">Whether the largest are wanted; NaN among them. Else the smallest.</param>
    /// <param name="sorted">Whether they come in order, the most extreme first; else in the order of their places.</param>
    /// <returns>The values, and their places along the axis (int64); k along the axis.</returns>
    /// <exception cref="ShapeException">There is no such axis, or it has fewer than k elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1, bool largest = true, bool sorted = true)
    {
        (Tensor values, Tensor indices) = Choose("TopK", axis, a => new ArgTopK(a, k, largest, sorted), Rank > 0 || k != 1);
        return Rank == 0 ? (values.ReshapeTo(k == 1 ? [] : [k]), indices.ReshapeTo(k == 1 ? [] : [k])) : (values, indices);
    }

    /// <summary>The k-th smallest along an axis, with its place.</summary>
    /// <param name="k">Which, counted from 1.</param>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>The values, and their places along the axis (int64).</returns>
    /// <exception cref="ShapeException">There is no such axis, or it has fewer than k elements.</exception>
    public (Tensor Values, Tensor Indices) KthValue(int k, int axis = -1, bool keepDims = false) =>
        Choose("KthValue", axis, a => new ArgKth(a, k), keepDims);

    /// <summary>
    /// The median of all elements: of two in the middle the lower. NaN where there is one. Elements that equal it share the gradient.
    /// </summary>
    /// <returns>A number; NaN of nothing.</returns>
    public Tensor Median() => Middle(false);

    /// <summary>The median along an axis, of two in the middle the lower, with its place. NaN where there is one.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>The values, and their places along the axis (int64).</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    public (Tensor Values, Tensor Indices) Median(int axis, bool keepDims = false) =>
        Choose("Median", axis, a => new ArgMedian(a, false), keepDims);

    /// <summary>The median of all elements but NaN; NaN where there is nothing else.</summary>
    /// <returns>A number.</returns>
    public Tensor NanMedian() => Middle(true);

    /// <summary>The median of what is not NaN along an axis, with its place; NaN where there is nothing else.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>The values, and their places along the axis (int64).</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    public (Tensor Values, Tensor Indices) NanMedian(int axis, bool keepDims = false) =>
        Choose("NanMedian", axis, a => new ArgMedian(a, true), keepDims);

    /// <summary>The most frequent element along an axis, of several the smallest, with the last place where it stands.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>The values, and their places along the axis (int64).</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    public (Tensor Values, Tensor Indices) Mode(int axis = -1, bool keepDims = false) =>
        Choose("Mode", axis, a => new ArgMode(a), keepDims);

    /// <summary>This tensor, or a number as a row of one.</summary>
    private Tensor WithAxis => Rank == 0 ? ReshapeTo([1]) : this;

    /// <summary>The elements at the places that an operation finds along an axis, and those places.</summary>
    private (Tensor Values, Tensor Indices) Choose(string operation, int axis, Func<int, Op> find, bool keepDims)
    {
        Tensor x = WithAxis;
        int resolved = x.Shape.Axis(axis, operation);
        Tensor indices = Engine.Apply(find(resolved), x);
        Tensor values = Engine.Apply(new Gather(resolved), x, indices);
        if (Rank == 0) return values.Numel == 1 ? (values.ReshapeTo([]), indices.ReshapeTo([])) : (values, indices);
        if (keepDims) return (values, indices);
        Shape shape = values.Shape.Without(Axes.Single(resolved));
        return (values.ReshapeTo(shape), indices.ReshapeTo(shape));
    }

    private Tensor Middle(bool ignoreNaN)
    {
        if (Numel == 0) return DType.IsFloatingPoint()
            ? Full([], double.NaN, DType)
            : throw new ShapeException($"Median: there is nothing to choose from in {Shape}.");
        Tensor row = ReshapeTo([Numel]);
        Tensor median = row.Choose("Median", 0, a => new ArgMedian(a, ignoreNaN), true).Values;
        return (DType.IsFloatingPoint() ? Engine.Apply(new Found(Axes.Single(0)), row, median) : median).ReshapeTo([]);
    }
}
