namespace Adjoint.Inspection;

/// <summary>How many values lie in each power of ten.</summary>
public sealed class LogHistogram
{
    private LogHistogram(int lowest, IReadOnlyList<long> counts, long zeros, long others) =>
        (Lowest, Counts, Zeros, Others) = (lowest, counts, zeros, others);

    /// <summary>The exponent of the first bin, which holds 10^lowest up to but without 10^(lowest + 1).</summary>
    public int Lowest { get; }

    /// <summary>How many values lie in each bin, bin after bin.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>How many are exactly 0.</summary>
    public long Zeros { get; }

    /// <summary>How many are negative, infinite or no number.</summary>
    public long Others { get; }

    /// <summary>Each bin and how many it has.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", [
        .. Counts.Select((count, i) => $"1e{Lowest + i}: {count}"), .. Zeros > 0 ? [$"zeros: {Zeros}"] : Array.Empty<string>(),
        .. Others > 0 ? [$"others: {Others}"] : Array.Empty<string>()]);

    /// <summary>Counts values.</summary>
    /// <param name="values">The numbers, magnitudes; zeros are counted by themselves, and so is what is negative or not finite.</param>
    /// <returns>How many lie in each power of ten.</returns>
    public static LogHistogram Of(ReadOnlySpan<double> values)
    {
        var bins = new SortedDictionary<int, long>();
        long zeros = 0, others = 0;
        foreach (double value in values)
        {
            if (value == 0) zeros++;
            else if (value is not (> 0 and < double.PositiveInfinity)) others++;
            else
            {
                int bin = (int)Math.Floor(Math.Log10(value));
                bins[bin] = bins.GetValueOrDefault(bin) + 1;
            }
        }

        if (bins.Count == 0) return new LogHistogram(0, [], zeros, others);
        int lowest = bins.Keys.First(), highest = bins.Keys.Last();
        long[] counts = [.. Enumerable.Range(lowest, highest - lowest + 1).Select(bin => bins.GetValueOrDefault(bin))];
        return new LogHistogram(lowest, counts, zeros, others);
    }
}
