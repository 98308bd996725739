using System.Numerics.Tensors;
using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>How often each number from 0 on occurs, or the sum of the weights that stand beside it.</summary>
    /// <param name="weights">A weight for each element; differentiable. Those of integers are summed in float64.</param>
    /// <param name="minLength">The least length of the result.</param>
    /// <returns>Counts (int64), or sums in the weights' type; one more of them than the largest number.</returns>
    /// <exception cref="ShapeException">There is more than one axis, a number is negative, or weights have another shape.</exception>
    /// <exception cref="DTypeException">The tensor does not hold integers.</exception>
    /// <exception cref="GraphException">The tensor is symbolic: the length of the result depends on values.</exception>
    public Tensor BinCount(Tensor? weights = null, int minLength = 0)
    {
        if (DType.IsFloatingPoint() || DType == DType.Bool)
            throw new DTypeException($"BinCount: counts integers, not {DType.Name()}; cast with To(DType.Int64) first.");
        if (minLength < 0) throw new ShapeException($"BinCount: a length of {minLength} is negative.");
        if (Rank != 1 && Numel > 0) throw new ShapeException($"BinCount: takes one axis, not {Shape}.");
        if (weights is not null && weights.Shape != Shape)
            throw new ShapeException($"BinCount: weights of shape {weights.Shape} do not fit {Shape}.");
        ExpectValues("BinCount");
        if (weights is { DType: not (DType.Float32 or DType.Float64) }) weights = weights.To(DType.Float64);
        if (Numel == 0) return Zeros([minLength], weights?.DType ?? DType.Int64);
        Tensor numbers = To(DType.Int64).Contiguous();
        ReadOnlySpan<long> places = numbers.Span<long>();
        (long least, long most) = (TensorPrimitives.Min(places), TensorPrimitives.Max(places));
        if (least < 0) throw new ShapeException($"BinCount: {least} is negative.");
        if (most >= int.MaxValue) throw new ShapeException($"BinCount: {most} is too large a number to count up to.");
        int bins = Math.Max(minLength, (int)most + 1);
        if (weights is not null) return Engine.Apply(new ScatterAdd(0, [bins]), weights, numbers);
        Tensor counts = Zeros([bins], DType.Int64);
        Span<long> count = counts.Span<long>();
        foreach (long place in places) count[(int)place]++;
        GC.KeepAlive(numbers);
        return counts;
    }

    /// <summary>How many elements fall into each of some bins of one width.</summary>
    /// <param name="bins">Number of bins.</param>
    /// <param name="min">Where the first begins. With both 0, the least element.</param>
    /// <param name="max">Where the last ends, itself included. With both 0, the greatest element.</param>
    /// <returns>Counts in this tensor's type. What lies outside is not counted, nor is NaN.</returns>
    /// <exception cref="DTypeException">The tensor does not hold real numbers.</exception>
    /// <exception cref="ShapeException">There are no bins, or the ends are not finite or in the wrong order.</exception>
    public Tensor HistC(int bins = 100, double min = 0, double max = 0)
    {
        if (DType.IsHalf()) return Widened().HistC(bins, min, max).To(DType);
        if (!DType.IsFloatingPoint())
            throw new DTypeException($"HistC: not defined on {DType.Name()}; cast with To(DType.Float32) first.");
        if (bins < 1) throw new ShapeException($"HistC: {bins} bins are too few.");
        if (Numel == 0) return Zeros([bins], DType);
        Tensor x = ReshapeTo([Numel]);
        (Tensor from, Tensor to) = Ends("HistC", x, min, max, min == max);
        Tensor place = (x - from) / (to - from) * bins;
        Tensor isWithin = x.GreaterEqual(from).And(x.LessEqual(to));
        Tensor bin = place.MaskedFill(isWithin.Not(), 0).To(DType.Int64).Clamp(0, bins - 1);
        return Engine.Apply(new ScatterAdd(0, [bins]), isWithin.To(DType), bin);
    }

    /// <summary>
    /// How many elements, or how much weight, falls into each of some bins of one width. All but the last are open at their end.
    /// </summary>
    /// <param name="bins">Number of bins.</param>
    /// <param name="range">Where the first begins and the last ends; without it the least and the greatest element.</param>
    /// <param name="weight">A weight for each element; differentiable.</param>
    /// <param name="density">Whether the result is divided by the widths and by its sum, so that its integral is 1.</param>
    /// <returns>Counts in this tensor's type, and the edges of the bins, one more. What lies outside is not counted.</returns>
    /// <exception cref="DTypeException">The tensor does not hold real numbers.</exception>
    /// <exception cref="ShapeException">There are no bins, the ends do not make a range, or the weight has another shape.</exception>
    public (Tensor Hist, Tensor BinEdges) Histogram(
        int bins, (double Min, double Max)? range = null, Tensor? weight = null, bool density = false)
    {
        if (bins < 1) throw new ShapeException($"Histogram: {bins} bins are too few.");
        ExpectReal("Histogram");
        Tensor x = ReshapeTo([Numel]);
        (Tensor from, Tensor to) = Numel == 0 && range is null
            ? (Scalar(0, DType), Scalar(1, DType))
            : Ends("Histogram", x, range?.Min ?? 0, range?.Max ?? 0, range is null);

        // From both ends, as Linspace.
        Tensor step = (to - from) / bins;
        Tensor index = Arange(bins + 1).To(DType);
        Tensor edges = Where(index.Less((bins + 1) / 2), from + (index * step), to - ((bins - index) * step));
        return (Counted("Histogram", x, edges, weight, density), edges);
    }

    /// <summary>The same for bins between given edges.</summary>
    /// <param name="bins">The edges, ascending, of this tensor's type.</param>
    /// <param name="weight">A weight for each element; differentiable.</param>
    /// <param name="density">Whether the result is divided by the widths and by its sum, so that its integral is 1.</param>
    /// <inheritdoc cref="Histogram(int, ValueTuple{double, double}?, Tensor?, bool)"/>
    public (Tensor Hist, Tensor BinEdges) Histogram(Tensor bins, Tensor? weight = null, bool density = false)
    {
        ArgumentNullException.ThrowIfNull(bins);
        ExpectReal("Histogram");
        if (bins.Rank != 1 || bins.Numel < 2) throw new ShapeException($"Histogram: edges are a row of at least 2, not {bins.Shape}.");
        if (bins.DType != DType)
        {
            throw new DTypeException(
                $"Histogram: edges are {bins.DType.Name()}, but the tensor {DType.Name()}; cast with To(DType.{DType}).");
        }

        return (Counted("Histogram", ReshapeTo([Numel]), bins, weight, density), bins);
    }

    private Tensor Counted(string operation, Tensor x, Tensor edges, Tensor? weight, bool density)
    {
        if (weight is not null && weight.Shape != Shape)
            throw new ShapeException($"{operation}: a weight of shape {weight.Shape} does not fit {Shape}.");
        int bins = edges.Numel - 1;
        Tensor place = SearchSorted(edges, x, right: true) - 1;
        Tensor last = edges.Narrow(0, bins, 1);
        place = Where(x.Equal(last), Scalar(bins - 1, DType.Int64), place);
        Tensor isWithin = place.GreaterEqual(0).And(place.Less(bins));
        Tensor amounts = weight is null ? isWithin.To(DType) : weight.To(DType).ReshapeTo([Numel]).MaskedFill(isWithin.Not(), 0);
        Tensor counts = Engine.Apply(new ScatterAdd(0, [bins]), amounts, place.Clamp(0, bins - 1));
        return density ? counts / (edges.Narrow(0, 1, bins) - edges.Narrow(0, 0, bins)) / counts.Sum() : counts;
    }

    /// <summary>The ends of a histogram: those given, or those of the elements; half a step further apart where they are one.</summary>
    private static (Tensor From, Tensor To) Ends(string operation, Tensor x, double min, double max, bool areFound)
    {
        if (min > max || !double.IsFinite(min) || !double.IsFinite(max))
            throw new ShapeException($"{operation}: {min} to {max} is not a range.");
        (Tensor from, Tensor to) = areFound && min == 0 && max == 0 ? x.Aminmax() : (Scalar(min, x.DType), Scalar(max, x.DType));
        if (!from.IsSymbolic && !(double.IsFinite(from.Item()) && double.IsFinite(to.Item())))
            throw new ShapeException($"{operation}: {from.Item()} to {to.Item()} is not a range.");
        Tensor isOne = from.Equal(to);
        double apart = operation == "HistC" ? 1 : 0.5;
        return (Where(isOne, from - apart, from), Where(isOne, to + apart, to));
    }

    private void ExpectReal(string operation)
    {
        if (!DType.IsFloatingPoint())
            throw new DTypeException($"{operation}: not defined on {DType.Name()}; cast with To(DType.Float32) first.");
    }

    /// <summary>Fails where the shape of a result depends on values, and there are none.</summary>
    private void ExpectValues(string operation)
    {
        if (IsSymbolic)
            throw new GraphException($"{operation}: the shape of its result depends on values, which a symbolic tensor has not.");
    }
}
