namespace Adjoint.Data;

/// <summary>Samples at random, each with a probability in proportion to its weight.</summary>
/// <remarks>
/// Without replacement by the largest keys log(u)/w (Efraimidis &amp; Spirakis 2006, Information Processing Letters 97), which
/// is the same as drawing one after the other among those that are left.
/// </remarks>
public sealed class WeightedRandomSampler : Sampler
{
    private readonly double[] weights;
    private readonly double[] cumulative;

    /// <summary>Makes the sampler.</summary>
    /// <param name="weights">A weight for each sample, at least 0, not all 0; they need not add up to 1.</param>
    /// <param name="count">How many an epoch takes.</param>
    /// <param name="replacement">Whether each is drawn from all.</param>
    /// <exception cref="AdjointException">
    /// A weight is negative or not finite, all are 0, or without replacement there are fewer of a weight above 0 than are asked for.
    /// </exception>
    public WeightedRandomSampler(ReadOnlySpan<double> weights, int count, bool replacement = true)
    {
        if (count < 0) throw new AdjointException($"WeightedRandomSampler: {count} samples are none.");
        this.weights = weights.ToArray();
        cumulative = new double[weights.Length];
        double sum = 0;
        int possible = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new AdjointException($"WeightedRandomSampler: weight {i}, {weights[i]}, is not a finite number of at least 0.");
            if (weights[i] > 0) possible++;
            cumulative[i] = sum += weights[i];
        }

        if (!(sum > 0 && double.IsFinite(sum)))
            throw new AdjointException("WeightedRandomSampler: the weights must have a finite sum above 0.");
        if (!replacement && count > possible)
            throw new AdjointException(
                $"WeightedRandomSampler: {count} samples cannot be drawn without replacement from {possible} of a weight above 0.");
        (Count, Replacement) = (count, replacement);
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Whether each is drawn from all.</summary>
    public bool Replacement { get; }

    /// <inheritdoc/>
    public override Tensor Draw(Generator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Tensor.Wrap(Replacement ? WithReplacement(random) : WithoutReplacement(random));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"WeightedRandomSampler({Count} of {weights.Length}{(Replacement ? ", with replacement" : "")})";

    private long[] WithReplacement(Generator random) => Array.ConvertAll(SamplerDraws.Uniform(Count, random), u =>
    {
        double sought = u * cumulative[^1];
        int place = Array.BinarySearch(cumulative, sought);
        // The first sample whose sum is above: one of weight 0 has the sum of the one before, and is never taken.
        place = place < 0 ? ~place : place + 1;
        while (place < weights.Length && (weights[place] == 0 || cumulative[place] <= sought)) place++;
        return (long)Math.Min(place, Array.FindLastIndex(weights, weight => weight > 0));
    });

    private long[] WithoutReplacement(Generator random)
    {
        double[] draws = SamplerDraws.Uniform(weights.Length, random);
        double[] keys = new double[weights.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = weights[i] > 0 ? -Math.Log(1 - draws[i]) / weights[i] : double.PositiveInfinity;
        long[] order = [.. Enumerable.Range(0, keys.Length).Select(i => (long)i)];
        Array.Sort(keys, order);
        return order[..Count];
    }
}
