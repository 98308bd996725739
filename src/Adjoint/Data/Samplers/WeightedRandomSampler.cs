namespace Adjoint.Data;

/// <summary>Samples at random, each with a probability in proportion to its weight.</summary>
public sealed class WeightedRandomSampler : Sampler
{
    private readonly Tensor weights;

    /// <summary>Makes the sampler.</summary>
    /// <param name="weights">A weight for each sample, at least 0, not all 0; they need not add up to 1.</param>
    /// <param name="numSamples">How many an epoch takes.</param>
    /// <param name="replacement">Whether each is drawn from all.</param>
    /// <exception cref="AdjointException">
    /// A weight is negative or not finite, all are 0, or without replacement there are fewer of a weight above 0 than are asked for.
    /// </exception>
    public WeightedRandomSampler(ReadOnlySpan<double> weights, int numSamples, bool replacement = true)
    {
        if (numSamples < 0) throw new AdjointException($"WeightedRandomSampler: {numSamples} samples are none.");
        this.weights = Tensor.From(weights);
        double sum = 0;
        int possible = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new AdjointException($"WeightedRandomSampler: weight {i}, {weights[i]}, is not a finite number of at least 0.");
            if (weights[i] > 0) possible++;
            sum += weights[i];
        }

        if (!(sum > 0 && double.IsFinite(sum)))
            throw new AdjointException("WeightedRandomSampler: the weights must have a finite sum above 0.");
        if (!replacement && numSamples > possible)
            throw new AdjointException(
                $"WeightedRandomSampler: {numSamples} samples cannot be drawn without replacement from {possible} of a weight above 0.");
        (Count, Replacement) = (numSamples, replacement);
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Whether each is drawn from all.</summary>
    public bool Replacement { get; }

    /// <inheritdoc/>
    public override Tensor Draw(Generator generator) =>
        Count == 0 ? Tensor.Zeros([0], DType.Int64) : Tensor.Multinomial(weights, Count, Replacement, generator);

    /// <inheritdoc/>
    public override string ToString() =>
        $"WeightedRandomSampler({Count} of {weights.Numel}{(Replacement ? ", with replacement" : "")})";
}
