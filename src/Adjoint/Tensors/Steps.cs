namespace Adjoint;

/// <summary>One signed whole number for each axis: starts, steps, strides, paddings. Compared by value.</summary>
public readonly struct Steps : IEquatable<Steps>
{
    private const int MostShared = 8;

    // What most windows have, made once: one number below 8 for up to three axes.
    private static readonly int[]?[] Shared = new int[3 * MostShared][];

    private readonly int[]? values;

    /// <summary>Takes a copy of the values.</summary>
    /// <param name="values">One for each axis, outermost first.</param>
    public Steps(ReadOnlySpan<int> values) => this.values = values.ToArray();

    private Steps(int[] own) => values = own;

    /// <summary>Number of axes.</summary>
    public int Rank => values?.Length ?? 0;

    /// <summary>The value for an axis.</summary>
    /// <param name="axis">The axis, from 0.</param>
    /// <returns>The value.</returns>
    public int this[int axis] => values![axis];

    /// <summary>The values.</summary>
    public ReadOnlySpan<int> Span => values;

    /// <inheritdoc/>
    public bool Equals(Steps other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Steps other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int value in Span) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>The values as <c>[1, -1]</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() => Shape.Format(Span);

    /// <summary>Compares by value.</summary>
    /// <param name="a">One list.</param>
    /// <param name="b">The other.</param>
    /// <returns>Whether there are as many values, each the same.</returns>
    public static bool operator ==(Steps a, Steps b) => a.Equals(b);

    /// <summary>Compares by value.</summary>
    /// <param name="a">One list.</param>
    /// <param name="b">The other.</param>
    /// <returns>Whether a value differs.</returns>
    public static bool operator !=(Steps a, Steps b) => !a.Equals(b);

    /// <summary>With a value for one more axis, the first.</summary>
    internal Steps Prepend(int value) => new([value, .. Span]);

    /// <summary>One value for every axis.</summary>
    internal static Steps Repeat(int value, int rank)
    {
        bool isShared = rank is >= 1 and <= 3 && value is >= 0 and < MostShared;
        int place = ((rank - 1) * MostShared) + value;
        if (isShared && Shared[place] is { } known) return new Steps(known);
        var values = new int[rank];
        values.AsSpan().Fill(value);
        if (isShared) Shared[place] = values;
        return new Steps(values);
    }
}
