namespace Adjoint.Data;

/// <summary>Samples at random: all in random order, or with replacement, so that one may come twice.</summary>
public sealed class RandomSampler : Sampler
{
    private readonly int samples;

    /// <summary>Makes the sampler.</summary>
    /// <param name="samples">Number of samples in the dataset.</param>
    /// <param name="replacement">Whether each is drawn from all.</param>
    /// <param name="numSamples">How many an epoch takes; all if not given. Without replacement, at most all.</param>
    /// <exception cref="AdjointException">A number is negative, or more are asked for than there are.</exception>
    public RandomSampler(int samples, bool replacement = false, int? numSamples = null)
    {
        (this.samples, Replacement, Count) = (samples, replacement, numSamples ?? samples);
        if (samples < 0 || Count < 0) throw new AdjointException($"RandomSampler: {Math.Min(samples, Count)} samples are none.");
        if (!replacement && Count > samples)
            throw new AdjointException($"RandomSampler: {Count} of {samples} samples cannot be drawn without replacement.");
        if (replacement && samples == 0 && Count > 0) throw new AdjointException("RandomSampler: there is no sample to draw.");
    }

    /// <summary>Whether each is drawn from all.</summary>
    public bool Replacement { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override Tensor Draw(Generator generator) => Replacement
        ? Tensor.Wrap(Array.ConvertAll(SamplerDraws.Uniform(Count, generator), u => (long)(u * samples)))
        : Tensor.RandPerm(samples, generator).Narrow(0, 0, Count);

    /// <inheritdoc/>
    public override string ToString() => $"RandomSampler({Count} of {samples}{(Replacement ? ", with replacement" : "")})";
}
