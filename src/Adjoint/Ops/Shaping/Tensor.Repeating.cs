using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The whole tensor several times along each axis.</summary>
    /// <param name="repeats">How often, for each axis; further ones in front add axes.</param>
    /// <returns>Each size multiplied.</returns>
    /// <exception cref="ShapeException">There are fewer numbers than axes, or one is negative.</exception>
    public Tensor Repeat(params ReadOnlySpan<int> repeats)
    {
        if (repeats.Length < Rank)
            throw new ShapeException($"Repeat: {Shape.Format(repeats)} says nothing of some axes of {Shape}; give a number for each.");
        if (repeats.ContainsAnyInRange(int.MinValue, -1))
            throw new ShapeException($"Repeat: {Shape.Format(repeats)} has a negative number.");
        int added = repeats.Length - Rank;
        if (Rank == 0 && repeats.IsEmpty) return Clone();

        // Runs of axes that are not repeated stay together, so that few axes are enough.
        var apart = new List<int>();
        var often = new List<int>();
        var result = new int[repeats.Length];
        for (int axis = 0; axis < repeats.Length; axis++)
        {
            int size = axis < added ? 1 : Shape[axis - added];
            result[axis] = size * repeats[axis];
            if (axis > 0 && repeats[axis] == 1) (apart[^1], often[^1]) = (apart[^1] * size, often[^1] * size);
            else (apart, often) = ([.. apart, 1, size], [.. often, repeats[axis], size]);
        }

        Shape shape = Shape.Create(result);
        return ReshapeTo(Shape.Create([.. apart])).ExpandTo(Shape.Create([.. often])).ReshapeTo(shape).Fresh(this);
    }

    /// <summary>The whole tensor several times along the last axes.</summary>
    /// <param name="reps">How often, for the last axes; axes before them once. More numbers than axes add axes in front.</param>
    /// <returns>Each size multiplied.</returns>
    /// <exception cref="ShapeException">A number is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> reps)
    {
        Span<int> all = stackalloc int[Math.Max(Rank, reps.Length)];
        all.Fill(1);
        reps.CopyTo(all[^reps.Length..]);
        return Repeat(all);
    }

    /// <summary>Each element, or slice along an axis, several times one after the other.</summary>
    /// <param name="repeats">How often.</param>
    /// <param name="axis">The axis; null for the elements in row-major order.</param>
    /// <returns>The axis multiplied; without an axis a vector.</returns>
    /// <exception cref="ShapeException">The number is negative, or there is no such axis.</exception>
    public Tensor RepeatInterleave(int repeats, int? axis = null)
    {
        if (repeats < 0) throw new ShapeException($"RepeatInterleave: {repeats} is negative.");
        if (axis is not { } along) return ReshapeTo([Numel]).RepeatInterleave(repeats, 0);
        int resolved = Shape.Axis(along, "RepeatInterleave");
        ReadOnlySpan<int> sizes = Shape.Span;
        Shape repeated = [.. sizes[..(resolved + 1)], repeats, .. sizes[(resolved + 1)..]];
        return Unsqueeze(resolved + 1).ExpandTo(repeated).ReshapeTo(Shape.With(resolved, checked(sizes[resolved] * repeats))).Fresh(this);
    }

    /// <summary>Each element, or slice along an axis, as often as a tensor says, one after the other.</summary>
    /// <param name="repeats">Integers from 0: one for each place of the axis, or one for all.</param>
    /// <param name="axis">The axis; null for the elements in row-major order.</param>
    /// <param name="outputSize">Their sum, if it is known; it is checked.</param>
    /// <returns>The axis as long as the sum; without an axis a vector.</returns>
    /// <exception cref="ShapeException">A number is negative, or there are not as many as places.</exception>
    /// <exception cref="GraphException">The numbers are symbolic, so that the result's size is not known.</exception>
    public Tensor RepeatInterleave(Tensor repeats, int? axis = null, int? outputSize = null)
    {
        if (axis is not { } along) return ReshapeTo([Numel]).RepeatInterleave(repeats, 0, outputSize);
        int resolved = Shape.Axis(along, "RepeatInterleave");
        int size = Shape[resolved];
        long[] often = Counts(repeats);
        if (often.Length != size && often.Length != 1)
            throw new ShapeException($"RepeatInterleave: {often.Length} numbers are given for {size} places of axis {along} of {Shape}.");
        long total = 0;
        for (int i = 0; i < size; i++)
        {
            long count = often[often.Length == 1 ? 0 : i];
            if (count < 0) throw new ShapeException($"RepeatInterleave: {count} is negative.");
            total = checked(total + count);
        }

        if (outputSize is { } expected && expected != total)
            throw new ShapeException($"RepeatInterleave: the numbers add up to {total}, not to {expected}.");
        var index = new long[Shape.With(resolved, (int)Math.Min(total, int.MaxValue))[resolved]];
        for (int i = 0, next = 0; i < size; i++)
            for (long count = often[often.Length == 1 ? 0 : i]; count > 0; count--) index[next++] = i;
        return Engine.Apply(new IndexSelect(resolved), this, Wrap(index));
    }

    /// <summary>The elements moved on along axes; what falls off at the end comes in at the start.</summary>
    /// <param name="shifts">How far, for each axis that is named; negative numbers move back.</param>
    /// <param name="axes">The axes, which may be named several times; without any the elements in row-major order are moved.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">The numbers of shifts and axes differ.</exception>
    public Tensor Roll(ReadOnlySpan<int> shifts, ReadOnlySpan<int> axes = default)
    {
        if (axes.IsEmpty && shifts.Length == 1) return ReshapeTo([Numel]).Roll(shifts[0], 0).ReshapeTo(Shape);
        if (axes.Length != shifts.Length || shifts.IsEmpty)
            throw new ShapeException(
                $"Roll: {Shape.Format(shifts)} and axes {Shape.Format(axes)} are not equally many; give one shift for each axis.");
        Tensor rolled = this;
        for (int i = 0; i < axes.Length; i++) rolled = rolled.Roll(shifts[i], axes[i]);
        return rolled;
    }

    /// <summary>The elements moved on along one axis; what falls off at the end comes in at the start.</summary>
    /// <param name="shifts">How far; a negative number moves back.</param>
    /// <param name="axis">The axis; null for the elements in row-major order.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Roll(int shifts, int? axis = null)
    {
        if (axis is not { } along) return Roll([shifts]);
        int resolved = AxisOrNone(along, "Roll");
        int size = Rank == 0 ? 1 : Shape[resolved];
        int first = size == 0 ? 0 : (int)((((-(long)shifts) % size) + size) % size);
        return first == 0 ? Clone() : Concat([Narrow(resolved, first, size - first), Narrow(resolved, 0, first)], resolved);
    }

    /// <summary>Rotated by right angles in the plane of two axes, from the first towards the second.</summary>
    /// <param name="k">How often; negative numbers turn the other way.</param>
    /// <param name="axes">The two axes; by default the first two.</param>
    /// <returns>The axes exchanged for odd numbers.</returns>
    /// <exception cref="ShapeException">The axes are not two different ones.</exception>
    public Tensor Rot90(int k = 1, ReadOnlySpan<int> axes = default)
    {
        if (axes.IsEmpty) axes = [0, 1];
        if (axes.Length != 2) throw new ShapeException($"Rot90: {Shape.Format(axes)} are not two axes.");
        (int a, int b) = (Shape.Axis(axes[0], "Rot90"), Shape.Axis(axes[1], "Rot90"));
        if (a == b) throw new ShapeException($"Rot90: axis {axes[0]} is named twice.");
        return (k & 3) switch
        {
            1 => Flip(b).Transpose(a, b),
            2 => Flip(a, b),
            3 => Flip(a).Transpose(a, b),
            _ => Clone(),
        };
    }

    /// <summary>This, which was made of another tensor, but a copy where it is still a view of that.</summary>
    private Tensor Fresh(Tensor of) =>
        !IsSymbolic && !of.IsSymbolic && Numel > 0 && ReferenceEquals(Storage, of.Storage) ? Clone() : this;

    /// <summary>The values of a vector of integers.</summary>
    private static long[] Counts(Tensor repeats)
    {
        Tensor whole = Index(repeats).AtLeast1d();
        if (whole.DType != DType.Int64 || whole.Rank != 1)
            throw new DTypeException($"RepeatInterleave: takes a vector of integers, not {repeats.Shape} of {repeats.DType.Name()}.");
        // Through an operation where something may stand in the tensor's place.
        if (Context.Current.Substitution is not null) whole = whole.Clone();
        return Context.Current.IsConstant(whole) ? whole.ToArray<long>() : throw new GraphException(
            "RepeatInterleave: the size of the result depends on values, which a capture does not have. "
            + "Give a number instead, or repeat before the capture.");
    }
}
