using System.Text.Json.Serialization;

namespace Adjoint;

/// <summary>The sizes of a tensor's axes, outermost first. Immutable, compared by value.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
[JsonConverter(typeof(ShapeJsonConverter))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>The most axes that a tensor can have.</summary>
    public const int MaxRank = 16;

    private readonly int[]? sizes;

    private Shape(int[] sizes) => this.sizes = sizes;

    /// <summary>The shape of a number: no axes, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>Number of axes.</summary>
    public int Rank => sizes?.Length ?? 0;

    /// <summary>Size of an axis.</summary>
    public int this[int axis] => sizes![axis < 0 ? axis + sizes.Length : axis];

    /// <summary>Size of an axis counted from the end: <c>shape[^1]</c> is the innermost.</summary>
    public int this[Index axis] => sizes![axis];

    /// <summary>Number of elements: the product of the sizes, 1 for a number.</summary>
    public int Numel
    {
        get
        {
            int count = 1;
            foreach (int size in Span) count *= size;
            return count;
        }
    }

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> Span => sizes;

    /// <summary>Number of elements of axes of these sizes, which are some of a shape's.</summary>
    internal static int Product(ReadOnlySpan<int> sizes)
    {
        int product = 1;
        foreach (int size in sizes) product *= size;
        return product;
    }

    /// <summary>Makes a shape.</summary>
    /// <exception cref="ShapeException">A size is negative, there are more than 16 axes, or more than 2³¹−1 elements.</exception>
    public static Shape Create(ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty) return default;
        Check(sizes);
        return new Shape(sizes.ToArray());
    }

    /// <summary>A shape of sizes that nobody else has.</summary>
    private static Shape Own(int[] sizes)
    {
        Check(sizes);
        return sizes.Length == 0 ? default : new Shape(sizes);
    }

    private static void Check(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank)
            throw new ShapeException($"A tensor has at most {MaxRank} axes; {sizes.Length} were asked for.");
        long count = 1;
        bool empty = false;
        foreach (int size in sizes)
        {
            if (size < 0) throw new ShapeException($"A size is negative: {Format(sizes)}.");
            empty |= size == 0;
            count = Math.Min(long.MaxValue / int.MaxValue, count * Math.Max(size, 1));
        }

        if (count > int.MaxValue && !empty)
            throw new ShapeException($"{Format(sizes)} has more than 2^31 - 1 elements, the most that one tensor holds.");
    }

    /// <summary>A shape of one size repeated.</summary>
    internal static Shape Repeat(int size, int rank)
    {
        var sizes = new int[rank];
        sizes.AsSpan().Fill(size);
        return Own(sizes);
    }

    /// <summary>This shape with one axis set to another size.</summary>
    internal Shape With(int axis, int size)
    {
        int[] copy = Span.ToArray();
        copy[axis] = size;
        return Own(copy);
    }

    /// <summary>This shape with one more axis, the first.</summary>
    internal Shape Prepend(int size) => [size, .. Span];

    /// <summary>This shape without the given axes.</summary>
    internal Shape Without(Axes axes)
    {
        Span<int> kept = stackalloc int[MaxRank];
        int rank = 0;
        for (int axis = 0; axis < Rank; axis++)
            if (!axes.Contains(axis)) kept[rank++] = sizes![axis];
        return Create(kept[..rank]);
    }

    /// <summary>This shape with the given axes set to size 1.</summary>
    internal Shape Collapse(Axes axes)
    {
        int[] copy = Span.ToArray();
        for (int axis = 0; axis < copy.Length; axis++)
            if (axes.Contains(axis)) copy[axis] = 1;
        return Own(copy);
    }

    /// <summary>The shape to which two shapes broadcast, aligned at the innermost axis: equal sizes stay, a 1 stretches.</summary>
    /// <exception cref="ShapeException">Two sizes differ and neither is 1; the message names <paramref name="operation"/>.</exception>
    public static Shape Broadcast(Shape a, Shape b, string operation = "Broadcast")
    {
        if (a == b) return a;
        int rank = Math.Max(a.Rank, b.Rank);
        Span<int> sizes = stackalloc int[MaxRank];
        for (int back = 1; back <= rank; back++)
        {
            int m = back <= a.Rank ? a[^back] : 1;
            int n = back <= b.Rank ? b[^back] : 1;
            if (m != n && m != 1 && n != 1)
                throw new ShapeException(
                    $"{operation}: {a} and {b} do not broadcast: axis {-back} has sizes {m} and {n}; they must be equal or one of them 1.");
            sizes[rank - back] = m == 1 ? n : m;
        }

        return Create(sizes[..rank]);
    }

    /// <summary>Turns an axis counted from the end (−1 is the innermost) into one counted from the start.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    internal int Axis(int axis, string operation)
    {
        int resolved = axis < 0 ? axis + Rank : axis;
        if ((uint)resolved >= (uint)Rank)
            throw new ShapeException(
                Rank == 0
                    ? $"{operation}: axis {axis} does not exist: the tensor is a number, without axes."
                    : $"{operation}: axis {axis} does not exist in {this}; use {-Rank} to {Rank - 1}.");
        return resolved;
    }

    /// <summary>Enumerates the sizes.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Span.GetEnumerator();

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => ((IEnumerable<int>)(sizes ?? [])).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => (sizes ?? []).GetEnumerator();

    /// <summary>The rank; not public under this name, which elsewhere means the number of elements (<see cref="Numel"/>).</summary>
    int IReadOnlyCollection<int>.Count => Rank;

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(sizes, other.sizes) || Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Span) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The sizes as PyTorch writes them: <c>[2, 3]</c>.</summary>
    public override string ToString() => Format(Span);

    /// <summary>Compares by value.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>An array of sizes is a shape.</summary>
    public static implicit operator Shape(int[] sizes) => Create(sizes);

    /// <summary>A pair is the shape of a matrix.</summary>
    public static implicit operator Shape((int Rows, int Columns) sizes) => Create([sizes.Rows, sizes.Columns]);

    /// <summary>Three sizes.</summary>
    public static implicit operator Shape((int First, int Second, int Third) sizes) => Create([sizes.First, sizes.Second, sizes.Third]);

    /// <summary>Four sizes.</summary>
    public static implicit operator Shape((int First, int Second, int Third, int Fourth) sizes) =>
        Create([sizes.First, sizes.Second, sizes.Third, sizes.Fourth]);

    /// <summary>A shape is a span of sizes.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape.Span;

    internal static string Format(ReadOnlySpan<int> sizes)
    {
        var text = new System.Text.StringBuilder("[");
        for (int i = 0; i < sizes.Length; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(sizes[i]);
        }

        return text.Append(']').ToString();
    }
}
