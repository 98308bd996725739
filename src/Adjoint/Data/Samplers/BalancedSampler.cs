namespace Adjoint.Data;

/// <summary>
/// Every class equally often, however rare it is: classes in turn, and within a class its samples in random order, again and again.
/// </summary>
public sealed class BalancedSampler : Sampler
{
    private readonly long[][] members;

    /// <summary>Makes the sampler.</summary>
    /// <param name="labels">The class of each sample: integers [N], at least one.</param>
    /// <param name="count">How many an epoch takes; N if not given.</param>
    /// <exception cref="AdjointException">There are no labels, they are no integers [N], or the count is negative.</exception>
    public BalancedSampler(Tensor labels, int? count = null)
    {
        members = SamplerDraws.Groups("BalancedSampler", labels);
        Count = count ?? labels.Numel;
        if (Count < 0) throw new AdjointException($"BalancedSampler: {Count} samples are none.");
    }

    /// <summary>Number of classes.</summary>
    public int Classes => members.Length;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override Tensor Draw(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var chosen = new long[Count];
        int[] turns = [];
        var orders = new int[members.Length][];
        var used = new int[members.Length];
        for (int i = 0; i < Count; i++)
        {
            if (i % members.Length == 0) turns = SamplerDraws.Order(members.Length, generator);
            int c = turns[i % members.Length];
            int place = used[c]++ % members[c].Length;
            if (place == 0) orders[c] = SamplerDraws.Order(members[c].Length, generator);
            chosen[i] = members[c][orders[c][place]];
        }

        return Tensor.Wrap(chosen);
    }

    /// <inheritdoc/>
    public override string ToString() => $"BalancedSampler({Count} of {Classes} classes)";
}
