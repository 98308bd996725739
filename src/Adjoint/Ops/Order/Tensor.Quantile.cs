namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// Quantiles of all elements or along an axis: the element of rank q·(n − 1) in ascending order, or what lies between the two
    /// around that rank. NaN where there is one.
    /// </summary>
    /// <param name="q">Which, from 0 to 1: a number or a row of them, in this tensor's type; differentiable too.</param>
    /// <param name="axis">The axis; none for all elements.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="interpolation">What lies between two elements.</param>
    /// <returns>The quantiles; with a row of q, an axis of them before all others.</returns>
    /// <exception cref="DTypeException">The tensor does not hold real numbers.</exception>
    /// <exception cref="ShapeException">There is no such axis, nothing along it, or q has two axes or more.</exception>
    /// <exception cref="AdjointException">A q is not from 0 to 1.</exception>
    public Tensor Quantile(
        Tensor q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantiles("Quantile", q, axis, keepDims, interpolation, false);

    /// <inheritdoc cref="Quantile(Tensor, int?, bool, QuantileInterpolation)"/>
    public Tensor Quantile(
        double q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantile(Scalar(q, DType == DType.Float64 ? DType : DType.Float32), axis, keepDims, interpolation);

    /// <summary>Quantiles of what is not NaN; NaN where there is nothing else.</summary>
    /// <inheritdoc cref="Quantile(Tensor, int?, bool, QuantileInterpolation)"/>
    public Tensor NanQuantile(
        Tensor q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantiles("NanQuantile", q, axis, keepDims, interpolation, true);

    /// <inheritdoc cref="NanQuantile(Tensor, int?, bool, QuantileInterpolation)"/>
    public Tensor NanQuantile(
        double q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        NanQuantile(Scalar(q, DType == DType.Float64 ? DType : DType.Float32), axis, keepDims, interpolation);

    private Tensor Quantiles(string operation, Tensor q, int? axis, bool keepDims, QuantileInterpolation interpolation, bool ignoreNaN)
    {
        ArgumentNullException.ThrowIfNull(q);
        if (DType.IsHalf()) return Widened().Quantiles(operation, q.Widened(), axis, keepDims, interpolation, ignoreNaN).To(DType);
        if (!DType.IsFloatingPoint())
            throw new DTypeException($"{operation}: not defined on {DType.Name()}; cast with To(DType.Float32) first.");
        if (q.DType != DType)
            throw new DTypeException($"{operation}: q is {q.DType.Name()}, but the tensor {DType.Name()}; cast with To(DType.{DType}).");
        if (q.Rank > 1) throw new ShapeException($"{operation}: q is a number or a row of them, not {q.Shape}.");
        if (!q.IsSymbolic && !q.Detach().GreaterEqual(0).And(q.Detach().LessEqual(1)).All())
            throw new ShapeException($"{operation}: q goes from {q.Min().Item()} to {q.Max().Item()}; it must lie within 0 to 1.");
        Tensor x = axis is null ? ReshapeTo([Numel]) : WithAxis;
        int resolved = axis is null ? 0 : x.Shape.Axis(axis.Value, operation);
        if (x.Shape[resolved] == 0) throw new ShapeException($"{operation}: there is nothing along axis {resolved} of {Shape}.");

        // Rows [rest…, n] against ranks [rest… or 1…, count].
        Tensor sorted = x.Transpose(resolved, -1).Sort().Values;
        Tensor last = LastRank(sorted, ignoreNaN);
        Tensor ranks = q.ReshapeTo([.. Shape.Repeat(1, sorted.Rank - 1).Span, q.Numel]) * last.Clamp(min: 0).To(DType);
        if (!ignoreNaN) ranks = Where(sorted.Narrow(-1, sorted.Shape[^1] - 1, 1).IsNaN(), last.To(DType), ranks);
        Tensor y = Between(sorted, ranks, interpolation);

        // The axis of q goes to the front, and what was last back to its place.
        Tensor result = y.Transpose(resolved, -1).Unsqueeze(0).Transpose(0, resolved + 1);
        Shape shape = axis is null ? (keepDims ? Shape.Repeat(1, Rank) : Shape.Scalar)
            : Rank == 0 ? Shape.Scalar
            : keepDims ? Shape.With(resolved, 1) : Shape.Without(Axes.Single(resolved));
        return result.ReshapeTo(q.Rank == 0 ? shape : shape.Prepend(q.Numel));
    }

    /// <summary>The rank of the last element that counts, from 0; −1 where there is none.</summary>
    private static Tensor LastRank(Tensor sorted, bool ignoreNaN) => ignoreNaN
        ? sorted.Equal(sorted).To(DType.Int64).Sum([-1], true) - 1
        : Full([.. sorted.Shape.Span[..^1], 1], sorted.Shape[^1] - 1, DType.Int64);

    /// <summary>What is at ranks that may lie between two.</summary>
    private static Tensor Between(Tensor sorted, Tensor ranks, QuantileInterpolation interpolation)
    {
        Tensor below = ranks.Detach().To(DType.Int64);
        Tensor fraction = ranks - below.To(ranks.DType);
        Tensor passed = fraction.Detach();
        Tensor up = interpolation switch
        {
            QuantileInterpolation.Lower => below,
            // Half of an odd rank goes on to the even one.
            QuantileInterpolation.Nearest => below + passed.Greater(0.5)
                .Or(passed.Equal(0.5).And((below - ((below.To(DType.Float64) * 0.5).To(DType.Int64) * 2)).Equal(1))).To(DType.Int64),
            _ => below + passed.Greater(0).To(DType.Int64),
        };
        Tensor above = sorted.Gather(-1, up);
        if (interpolation is QuantileInterpolation.Lower or QuantileInterpolation.Higher or QuantileInterpolation.Nearest) return above;
        Tensor from = sorted.Gather(-1, below);
        Tensor weight = interpolation == QuantileInterpolation.Midpoint ? Full(fraction.Shape, 0.5, fraction.DType) : fraction;

        // From whichever end is nearer, as in PyTorch, so that both ends are exact.
        Tensor isNearBelow = weight.Detach().Less(0.5).Or(up.Equal(below));
        Tensor distance = (above - from).MaskedFill(up.Equal(below), 0);
        return Where(isNearBelow, from, above) + ((weight - isNearBelow.Not().To(weight.DType)) * distance);
    }
}
