namespace Adjoint.Nn;

/// <summary>How much is pruned: a whole number of elements or channels, or a fraction of those that are left.</summary>
public readonly record struct PruneAmount
{
    private PruneAmount(double fraction, int? count) => (Fraction, Count) = (fraction, count);

    /// <summary>The fraction; 0 where a number is given.</summary>
    public double Fraction { get; }

    /// <summary>The number; null where a fraction is given.</summary>
    public int? Count { get; }

    /// <summary>A number.</summary>
    /// <param name="count">The number.</param>
    /// <returns>So many.</returns>
    public static implicit operator PruneAmount(int count) => new(0, count);

    /// <summary>A fraction.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <returns>This share.</returns>
    public static implicit operator PruneAmount(double fraction) => new(fraction, null);

    /// <summary>How many of so many.</summary>
    /// <exception cref="AdjointException">It is negative, more than there are, or a fraction above 1.</exception>
    internal int Of(int size)
    {
        if (Count is { } count)
            return count >= 0 && count <= size
                ? count
                : throw new AdjointException($"Prune: an amount of {count} is not within 0 to {size}.");
        if (!(Fraction is >= 0 and <= 1))
            throw new AdjointException(
                string.Create(CultureInfo.InvariantCulture, $"Prune: an amount of {Fraction} is a fraction that is not within 0 to 1."));
        return (int)Math.Round(Fraction * size, MidpointRounding.ToEven);
    }
}
