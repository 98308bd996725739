using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// For each value the place in an ascending sequence before which it would go: how many numbers of it are below the value, or,
    /// from the right, not above it. NaN is above all.
    /// </summary>
    /// <param name="sortedSequence">Ascending along its last axis: one row, or one for each row of the values.</param>
    /// <param name="values">What is looked for.</param>
    /// <param name="outInt32">Whether the result is int32 instead of int64.</param>
    /// <param name="right">Whether a value goes behind numbers that equal it.</param>
    /// <param name="sorter">Places that put the sequence in order, where it is not; as <see cref="ArgSort"/> gives them.</param>
    /// <returns>Places from 0 to the length of the sequence, of the values' shape.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor SearchSorted(
        Tensor sortedSequence, Tensor values, bool outInt32 = false, bool right = false, Tensor? sorter = null)
    {
        ArgumentNullException.ThrowIfNull(sortedSequence);
        ArgumentNullException.ThrowIfNull(values);
        DType type = DTypes.Promote(sortedSequence.DType, values.DType);
        Tensor sorted = sorter is null ? sortedSequence : sortedSequence.Gather(-1, sorter);
        Tensor places = Engine.Apply(new Search(right), sorted.To(type), values.To(type));
        return outInt32 ? places.To(DType.Int32) : places;
    }

    /// <summary>The same for one value.</summary>
    /// <inheritdoc cref="SearchSorted(Tensor, Tensor, bool, bool, Tensor?)"/>
    /// <param name="sortedSequence">Ascending, of one axis.</param>
    /// <param name="value">What is looked for.</param>
    /// <param name="outInt32">Whether the result is int32 instead of int64.</param>
    /// <param name="right">Whether the value goes behind numbers that equal it.</param>
    /// <param name="sorter">Places that put the sequence in order, where it is not.</param>
    public static Tensor SearchSorted(
        Tensor sortedSequence, double value, bool outInt32 = false, bool right = false, Tensor? sorter = null) =>
        SearchSorted(sortedSequence, Number(value, sortedSequence), outInt32, right, sorter);

    /// <summary>
    /// The bucket of each element between ascending boundaries: i where boundaries[i−1] &lt; x ≤ boundaries[i], or from the right
    /// boundaries[i−1] ≤ x &lt; boundaries[i].
    /// </summary>
    /// <param name="boundaries">Ascending, of one axis.</param>
    /// <param name="outInt32">Whether the result is int32 instead of int64.</param>
    /// <param name="right">Whether an element goes behind a boundary that equals it.</param>
    /// <returns>Numbers from 0 to that of the boundaries, of this tensor's shape.</returns>
    /// <exception cref="ShapeException">The boundaries have not one axis.</exception>
    public Tensor Bucketize(Tensor boundaries, bool outInt32 = false, bool right = false)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        if (boundaries.Rank != 1) throw new ShapeException($"Bucketize: boundaries have one axis, not {boundaries.Shape}.");
        return SearchSorted(boundaries, this, outInt32, right);
    }

    /// <summary>Which elements occur among others.</summary>
    /// <param name="testElements">Those, of any shape.</param>
    /// <param name="assumeUnique">Accepted, and not needed.</param>
    /// <param name="invert">Whether the answer is turned around.</param>
    /// <returns>Truth values of this tensor's shape. NaN occurs nowhere.</returns>
    public Tensor IsIn(Tensor testElements, bool assumeUnique = false, bool invert = false)
    {
        ArgumentNullException.ThrowIfNull(testElements);
        _ = assumeUnique;
        DType type = DTypes.Promote(DType, testElements.DType);
        Tensor x = To(type), set = testElements.To(type).ReshapeTo([testElements.Numel]);
        Tensor isIn;
        if (set.Numel == 0)
        {
            isIn = x.NotEqual(x).And(x.Equal(x));
        }
        else
        {
            Tensor sorted = set.Sort().Values;
            Tensor place = Engine.Apply(new Search(false), sorted, x).Clamp(max: set.Numel - 1);
            isIn = sorted.IndexSelect(0, place).Equal(x);
        }

        return invert ? isIn.Not() : isIn;
    }

    /// <inheritdoc cref="IsIn(Tensor, bool, bool)"/>
    /// <param name="testElement">One number.</param>
    /// <param name="assumeUnique">Accepted, and not needed.</param>
    /// <param name="invert">Whether the answer is turned around.</param>
    public Tensor IsIn(double testElement, bool assumeUnique = false, bool invert = false) =>
        IsIn(Number(testElement, this), assumeUnique, invert);
}
