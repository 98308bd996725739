namespace Adjoint.Core;

/// <summary>
/// The places along one axis on which something depends, from first to last; they may lie beyond the axis, where padding
/// is. Whole: all of the axis, however long it is.
/// </summary>
/// <param name="First">The first place.</param>
/// <param name="Last">The last place; before the first if there are none.</param>
/// <param name="IsWhole">Whether it is all of the axis.</param>
public readonly record struct Extent(long First, long Last, bool IsWhole = false)
{
    /// <summary>
    /// The places more closely, where the axis is several in one: the places along each of those. Only what takes the axis as
    /// it is keeps this.
    /// </summary>
    internal ExtentBox? Box { get; init; }

    /// <summary>All of an axis, however long.</summary>
    public static Extent Whole { get; } = new(0, 0, true);

    /// <summary>No place at all.</summary>
    public static Extent None { get; } = new(0, -1);

    /// <summary>All of an axis of a known size: where that is 1, simply its one place.</summary>
    /// <param name="size">Size of the axis.</param>
    /// <returns>All places, or the one there is.</returns>
    public static Extent All(int size) => size == 1 ? At(0) : Whole;

    /// <summary>One place.</summary>
    /// <param name="place">The place, from 0; it may lie beyond the axis.</param>
    /// <returns>The extent of this place only.</returns>
    public static Extent At(long place) => new(place, place);

    /// <summary>Along some axes of a shape all places, along the others the given ones.</summary>
    /// <param name="axes">The axes of which all places count.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="otherwise">The places along each axis if it is not among those.</param>
    /// <returns>For each axis its places.</returns>
    public static Extent[] Along(Axes axes, Shape shape, ReadOnlySpan<Extent> otherwise)
    {
        Extent[] extents = otherwise.ToArray();
        for (int axis = 0; axis < extents.Length; axis++)
            if (axes.Contains(axis)) extents[axis] = All(shape[axis]);
        return extents;
    }

    /// <summary>Whether there is no place.</summary>
    public bool IsEmpty => !IsWhole && First > Last;

    /// <summary>Number of places from first to last.</summary>
    public long Length => Last - First + 1;

    /// <summary>The places from which these come, if each comes from an extent that never moves back.</summary>
    /// <param name="from">For a place, the places from which it comes.</param>
    /// <returns>All of them together.</returns>
    public Extent Through(Func<long, Extent> from) =>
        IsWhole ? Whole
        : IsEmpty ? this
        : from(First) is { IsWhole: true } whole ? whole
        : new Extent(from(First).First, from(Last).Last);

    /// <summary>The least extent that holds both.</summary>
    /// <param name="other">The other extent.</param>
    /// <returns>From the first place of either to the last.</returns>
    public Extent Union(Extent other) =>
        IsEmpty ? other
        : other.IsEmpty ? this
        : IsWhole || other.IsWhole ? Whole with { Box = ExtentBox.Union(Box, other.Box) }
        : new Extent(Math.Min(First, other.First), Math.Max(Last, other.Last)) { Box = ExtentBox.Union(Box, other.Box) };
}

/// <summary>Places along an axis that is several in one.</summary>
/// <param name="Sizes">Sizes of those, without any of 1.</param>
/// <param name="Along">The places along each.</param>
internal sealed record ExtentBox(Shape Sizes, Extent[] Along)
{
    /// <summary>The least box that holds both; null if there is none.</summary>
    public static ExtentBox? Union(ExtentBox? a, ExtentBox? b)
    {
        if (a is null || b is null || a.Sizes != b.Sizes) return null;
        var along = new Extent[a.Along.Length];
        for (int axis = 0; axis < along.Length; axis++) along[axis] = a.Along[axis].Union(b.Along[axis]);
        return new ExtentBox(a.Sizes, along);
    }
}
