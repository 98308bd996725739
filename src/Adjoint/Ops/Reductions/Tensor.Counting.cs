using Adjoint.Ops;

namespace Adjoint;

/// <remarks>Anything but 0 counts as true, NaN too.</remarks>
public sealed partial class Tensor
{
    /// <summary>Whether any element is true. To have the answer as a tensor, name axes: <c>Any([])</c> means all of them.</summary>
    /// <returns>The answer.</returns>
    public bool Any() => Any([]).Item() != 0;

    /// <summary>Whether any element over axes is true.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>Truth values.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Any(ReadOnlySpan<int> axes, bool keepDims = false) =>
        Reduce(axes, keepDims, "Any", To(DType.Bool), a => new TruthReduction(a, false));

    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    public Tensor Any(int axis, bool keepDims = false) => Any([axis], keepDims);

    /// <summary>Whether every element is true. To have the answer as a tensor, name axes: <c>All([])</c> means all of them.</summary>
    /// <returns>The answer; true of no elements.</returns>
    public bool All() => All([]).Item() != 0;

    /// <summary>Whether every element over axes is true.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>Truth values.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor All(ReadOnlySpan<int> axes, bool keepDims = false) =>
        Reduce(axes, keepDims, "All", To(DType.Bool), a => new TruthReduction(a, true));

    /// <inheritdoc cref="All(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    public Tensor All(int axis, bool keepDims = false) => All([axis], keepDims);

    /// <summary>How many elements are not 0, of all or over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>Counts (int64), without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CountNonzero(params ReadOnlySpan<int> axes) => CountNonzero(axes, false);

    /// <summary>How many elements are not 0 over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>Counts; int64.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CountNonzero(ReadOnlySpan<int> axes, bool keepDims) =>
        Reduce(axes, keepDims, "CountNonzero", NotEqual(0).To(DType.Int64), a => new Sum(a));

    /// <inheritdoc cref="CountNonzero(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    public Tensor CountNonzero(int axis, bool keepDims = false) => CountNonzero([axis], keepDims);

    /// <summary>The sum of what is not NaN, of all or over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The sums, without those axes; 0 of nothing.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor NanSum(params ReadOnlySpan<int> axes) => NanSum(axes, false);

    /// <summary>The sum of what is not NaN over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="dtype">The type in which is summed; by default this tensor's, of integers int64.</param>
    /// <returns>The sums; 0 of nothing.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor NanSum(ReadOnlySpan<int> axes = default, bool keepDims = false, DType? dtype = null)
    {
        Tensor x = dtype is { } other ? To(other) : this;
        return (x.DType.IsFloatingPoint() ? x.MaskedFill(x.IsNaN(), 0) : x).Sum(axes, keepDims, dtype);
    }

    /// <inheritdoc cref="NanSum(ReadOnlySpan{int}, bool, Adjoint.DType?)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="dtype">The type in which is summed.</param>
    public Tensor NanSum(int axis, bool keepDims = false, DType? dtype = null) => NanSum([axis], keepDims, dtype);

    /// <summary>The sums over the axes along which a smaller shape would broadcast to this one: what undoes a broadcast.</summary>
    /// <param name="size">That shape; 1 where is summed, and without outer axes that are summed away.</param>
    /// <returns>Of that shape.</returns>
    /// <exception cref="ShapeException">The shape does not broadcast to this tensor's.</exception>
    public Tensor SumToSize(params ReadOnlySpan<int> size)
    {
        Shape shape = Adjoint.Shape.Create(size);
        if (shape.Rank > Rank || Adjoint.Shape.Broadcast(Shape, shape, "SumToSize") != Shape)
            throw new ShapeException($"SumToSize: {shape} does not broadcast to {Shape}.");
        Shape aligned = [.. Adjoint.Shape.Repeat(1, Rank - shape.Rank).Span, .. size];
        return Broadcasting.SumTo(Summand(null), aligned).ReshapeTo(shape);
    }

    /// <summary>The mean of what is not NaN, of all or over axes; NaN where there is nothing else.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The means, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor NanMean(params ReadOnlySpan<int> axes) => NanMean(axes, false);

    /// <summary>The mean of what is not NaN over axes; NaN where there is nothing else.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="dtype">The type in which is computed; by default this tensor's, of integers float32.</param>
    /// <returns>The means.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor NanMean(ReadOnlySpan<int> axes = default, bool keepDims = false, DType? dtype = null)
    {
        Tensor x = (dtype is { } other ? To(other) : this).Real();
        if (x.DType.IsHalf()) return x.Widened().NanMean(axes, keepDims).To(x.DType);
        Tensor missing = x.IsNaN();
        return x.MaskedFill(missing, 0).Sum(axes, keepDims) / missing.Not().To(DType.Int64).Sum(axes, keepDims).To(x.DType);
    }

    /// <inheritdoc cref="NanMean(ReadOnlySpan{int}, bool, Adjoint.DType?)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="dtype">The type in which is computed.</param>
    public Tensor NanMean(int axis, bool keepDims = false, DType? dtype = null) => NanMean([axis], keepDims, dtype);
}
