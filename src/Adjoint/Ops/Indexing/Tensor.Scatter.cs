using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// This with elements of a source at indices along the axis: y[…, index[…, i, …], …] = src[…, i, …]. Of equal places the last
    /// counts, and its element alone gets a gradient.
    /// </summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this; along the other axes at most as long.</param>
    /// <param name="src">At least as long as the index along each axis; of this type.</param>
    /// <param name="reduce">Sum or product to put the elements together with what is there; null to replace it.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor Scatter(int axis, Tensor index, Tensor src, ScatterReduction? reduce = null) => reduce is { } reduction
        ? ScatterReduce(axis, index, src, reduction)
        : Scattered("Scatter", axis, index, src, (x, resolved, at, values) => Engine.Apply(new Scatter(resolved), x, values, at));

    /// <summary>This with a number at indices along the axis.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this; along the other axes at most as long.</param>
    /// <param name="value">The number.</param>
    /// <param name="reduce">Sum or product to put the number together with what is there; null to replace it.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor Scatter(int axis, Tensor index, double value, ScatterReduction? reduce = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        return Scatter(axis, index, Number(value, this).Expand(index.Shape), reduce);
    }

    /// <summary>This with the source added at indices along the axis; equal indices add up.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this; along the other axes at most as long.</param>
    /// <param name="src">At least as long as the index along each axis.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor ScatterAdd(int axis, Tensor index, Tensor src) => Scattered(
        "ScatterAdd", axis, index, src,
        (x, resolved, at, values) => IndexedAccess.Add(x, new ScatterAdd(resolved, x.Shape), values, at));

    /// <summary>
    /// This with elements of a source put together at indices along the axis: their sum, product, mean, or the largest or smallest.
    /// </summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this; along the other axes at most as long.</param>
    /// <param name="src">At least as long as the index along each axis; of this type.</param>
    /// <param name="reduce">How the elements are put together.</param>
    /// <param name="includeSelf">Whether what is there takes part, at places to which an index points.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor ScatterReduce(int axis, Tensor index, Tensor src, ScatterReduction reduce, bool includeSelf = true)
    {
        if (!Enum.IsDefined(reduce)) throw new ShapeException($"ScatterReduce: there is no reduction {reduce}.");
        return Scattered("ScatterReduce", axis, index, src, (x, resolved, at, values) =>
        {
            // Without what is there, an element that changes nothing takes its place.
            Tensor start = includeSelf ? x
                : Engine.Apply(new Scatter(resolved), x, Scalar(Neutral(reduce), x.DType).Expand(at.Shape), at);
            return reduce switch
            {
                ScatterReduction.Sum => IndexedAccess.Add(start, new ScatterAdd(resolved, x.Shape), values, at),
                ScatterReduction.Mean => MeanScattered(start, resolved, at, values, includeSelf),
                _ => Engine.Apply(new ScatterReduce(resolved, reduce), start, values, at),
            };
        });
    }

    /// <summary>The same along one axis, with an index for each slice of the source.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0, one for each place of the source along the axis.</param>
    /// <param name="source">Of this shape but along the axis.</param>
    /// <param name="reduce">How the elements are put together.</param>
    /// <param name="includeSelf">Whether what is there takes part, at places to which an index points.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor IndexReduce(int axis, Tensor index, Tensor source, ScatterReduction reduce, bool includeSelf = true)
    {
        (int resolved, index, source) = Slices("IndexReduce", axis, index, source);
        Shape along = Shape.Repeat(1, source.Rank).With(resolved, index.Numel);
        return ScatterReduce(resolved, index.ReshapeTo(along).Expand(source.Shape), source, reduce, includeSelf);
    }

    /// <summary>This with slices of a source added at the indices along the axis: self[index[i]] += alpha · source[i].</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0, one for each place of the source along the axis; equal ones add up.</param>
    /// <param name="source">Of this shape but along the axis.</param>
    /// <param name="alpha">By what the source is multiplied.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor IndexAdd(int axis, Tensor index, Tensor source, double alpha = 1)
    {
        (int resolved, index, source) = Slices("IndexAdd", axis, index, source);
        if (alpha != 1) source = (source.Widened() * alpha).To(DType.IsHalf() ? DType.Float32 : DType);
        Tensor x = AtLeast1d();
        return IndexedAccess.Add(x, new IndexAdd(resolved, x.Shape), source, index).ReshapeTo(Shape);
    }

    /// <summary>This with slices of a source in the place of those at indices along the axis; of equal ones the last counts.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0, one for each place of the source along the axis.</param>
    /// <param name="source">Of this shape but along the axis.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor IndexCopy(int axis, Tensor index, Tensor source)
    {
        (int resolved, index, source) = Slices("IndexCopy", axis, index, source);
        return Engine.Apply(new IndexCopy(resolved), AtLeast1d(), source, index).ReshapeTo(Shape);
    }

    /// <summary>This with a number in all slices at the indices along the axis.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0.</param>
    /// <param name="value">The number.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside.</exception>
    public Tensor IndexFill(int axis, Tensor index, double value) => IndexFill(axis, index, Number(value, this));

    /// <summary>This with the value of a tensor in all slices at the indices along the axis.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0.</param>
    /// <param name="value">A number, a tensor without axes, to which a gradient flows.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or the value has axes.</exception>
    public Tensor IndexFill(int axis, Tensor index, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Rank > 0)
            throw new ShapeException($"IndexFill: the value is a number, not a tensor of shape {value.Shape}; use IndexCopy.");
        index = Index(index).AtLeast1d();
        Tensor x = AtLeast1d();
        return IndexCopy(axis, index, Alike("IndexFill", value).Expand(x.Shape.With(AxisOrNone(axis, "IndexFill"), index.Numel)));
    }

    /// <summary>What scattering shares: integers as int64, numbers as one axis, and of the source what the index takes.</summary>
    private Tensor Scattered(
        string operation, int axis, Tensor index, Tensor source, Func<Tensor, int, Tensor, Tensor, Tensor> apply)
    {
        index = Index(index);
        source = operation == "ScatterAdd" ? Operand(source).To(DType) : Alike(operation, source);
        int resolved = AxisOrNone(axis, operation);
        if (index.Numel == 0) return Clone();
        (Tensor x, index, source) = (AtLeast1d(), index.AtLeast1d(), source.AtLeast1d());
        if (index.Rank == x.Rank && source.Shape != index.Shape)
        {
            bool fits = source.Rank == index.Rank;
            for (int i = 0; fits && i < index.Rank; i++) fits = source.Shape[i] >= index.Shape[i];
            if (!fits) throw new ShapeException($"{operation}: the source {source.Shape} is shorter than its index {index.Shape}.");
            source = Engine.Apply(new Slice(Steps.Repeat(0, index.Rank), index.Shape, Steps.Repeat(1, index.Rank)), source);
        }

        return apply(x, resolved, index, source).ReshapeTo(Shape);
    }

    /// <summary>What operations on slices share: an axis from the start, a vector of int64, slices of this type for each index.</summary>
    private (int Axis, Tensor Index, Tensor Source) Slices(string operation, int axis, Tensor index, Tensor source)
    {
        index = Index(index).AtLeast1d();
        source = Alike(operation, source);
        int resolved = AxisOrNone(axis, operation);
        if (index.Rank > 1) throw new ShapeException($"{operation}: the index is a vector, not of shape {index.Shape}.");
        Shape expected = AtLeast1d().Shape.With(resolved, index.Numel);
        // A slice for one index may lack the axis.
        if (index.Numel == 1 && source.Rank == expected.Rank - 1) source = source.Unsqueeze(resolved);
        return source.Shape == expected
            ? (resolved, index, source)
            : throw new ShapeException(
                $"{operation}: {index.Numel} indices along axis {axis} of {Shape} take a source of shape {expected}, not {source.Shape}.");
    }

    private double Neutral(ScatterReduction reduce)
    {
        bool isReal = DType.IsFloatingPoint();
        return reduce switch
        {
            ScatterReduction.Prod => 1,
            ScatterReduction.Amax => isReal ? double.NegativeInfinity : DType switch
            {
                DType.Int64 => long.MinValue,
                DType.Int32 => int.MinValue,
                _ => 0,
            },
            ScatterReduction.Amin => isReal ? double.PositiveInfinity : DType switch
            {
                DType.Int64 => long.MaxValue,
                DType.Int32 => int.MaxValue,
                DType.UInt8 => byte.MaxValue,
                _ => 1,
            },
            _ => 0,
        };
    }

    /// <summary>The mean of what is there and what is scattered, from a start that is 0 where that does not count.</summary>
    private static Tensor MeanScattered(Tensor start, int axis, Tensor index, Tensor values, bool includeSelf)
    {
        DType type = start.DType.IsFloatingPoint() ? start.Widened().DType : DType.Int64;
        var add = new ScatterAdd(axis, start.Shape);
        Tensor one = Scalar(1, type);
        Tensor added = Engine.Apply(add, one.Expand(index.Shape), index);
        Tensor count = includeSelf ? added + one : Maximum(added, one);
        Tensor total = start.To(type) + Engine.Apply(add, values.To(type), index);
        if (type != DType.Int64) return (total / count).To(start.DType);

        // Rounded down: the quotient in float64 may be off by one.
        Tensor quotient = (total.To(DType.Float64) / count.To(DType.Float64)).To(DType.Int64);
        Tensor rest = total - (quotient * count);
        return (quotient + rest.GreaterEqual(count).To(DType.Int64) - rest.Less(0).To(DType.Int64)).To(start.DType);
    }
}
