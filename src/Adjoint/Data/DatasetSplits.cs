namespace Adjoint.Data;

/// <summary>Ways to divide a dataset.</summary>
public static class DatasetSplits
{
    /// <summary>Divides a dataset at random into parts of these numbers of samples.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="lengths">How many samples each part has; together as many as there are.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The parts, in order.</returns>
    /// <exception cref="AdjointException">A length is negative, or their sum is not the number of samples.</exception>
    public static Subset[] RandomSplit(this IDataset dataset, ReadOnlySpan<int> lengths, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        long sum = 0;
        foreach (int length in lengths)
            sum += length >= 0 ? length : throw new AdjointException($"RandomSplit: a part of {length} samples is negative.");
        if (sum != dataset.Count)
            throw new AdjointException($"RandomSplit: the parts have {sum} samples, the dataset has {dataset.Count}.");
        Tensor order = Tensor.RandPerm(dataset.Count, generator);
        var parts = new Subset[lengths.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new Subset(dataset, order.Narrow(0, start, lengths[i]));
            start += lengths[i];
        }

        return parts;
    }

    /// <summary>Divides a dataset at random into parts by shares.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="shares">
    /// The share of each part, at least 0, together 1. Shares are rounded down to whole samples; those that are left go to the first parts,
    /// one each.
    /// </param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The parts, in order.</returns>
    /// <exception cref="AdjointException">A share is negative or not a number, or their sum is not 1.</exception>
    public static Subset[] RandomSplit(this IDataset dataset, ReadOnlySpan<double> shares, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        double sum = 0;
        foreach (double share in shares)
            sum += share >= 0 ? share : throw new AdjointException($"RandomSplit: a share of {share} is not at least 0.");
        if (!(Math.Abs(sum - 1) < 1e-6)) throw new AdjointException($"RandomSplit: the shares add up to {sum}, not to 1.");
        var lengths = new int[shares.Length];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = (int)Math.Floor(dataset.Count * Math.Min(1, shares[i]));
        int left = dataset.Count - lengths.Sum();
        for (int i = 0; left > 0; i = (i + 1) % lengths.Length, left--) lengths[i]++;
        return dataset.RandomSplit(lengths, generator);
    }
}
