using System.Collections;

namespace Adjoint.Data;

/// <summary>
/// Goes through a dataset in batches. Each enumeration is one epoch; if it shuffles, each has an order of its own, drawn
/// when the enumeration begins, so that equal seeds give equal orders.
/// </summary>
/// <example><code>foreach ((Tensor x, Tensor y) in new DataLoader(data, 32, shuffle: true)) { … }</code></example>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly Sampler sampler;
    private readonly Generator? random;

    /// <summary>Makes a loader of all samples.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples in a batch, at least 1; the last may have fewer.</param>
    /// <param name="shuffle">Whether to take the samples in random order.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full.</param>
    /// <param name="generator">Draws the order; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The batch size is below 1.</exception>
    public DataLoader(IDataset dataset, int batchSize = 1, bool shuffle = false, bool dropLast = false, Generator? generator = null)
        : this(dataset, Order(dataset, shuffle), batchSize, dropLast, generator) { }

    /// <summary>Makes a loader of the samples that a sampler says.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="sampler">Says which of them an epoch takes, and in which order.</param>
    /// <param name="batchSize">Samples in a batch, at least 1; the last may have fewer.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full.</param>
    /// <param name="generator">What the sampler draws from; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The batch size is below 1.</exception>
    public DataLoader(IDataset dataset, Sampler sampler, int batchSize = 1, bool dropLast = false, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(sampler);
        if (batchSize < 1) throw new AdjointException($"DataLoader: a batch size of {batchSize} must be at least 1.");
        (Data, BatchSize, this.sampler, this.random) = (dataset, batchSize, sampler, generator);
        SampleCount = dropLast ? sampler.Count - (sampler.Count % batchSize) : sampler.Count;
        BatchCount = (int)(((long)SampleCount + batchSize - 1) / batchSize);
    }

    /// <summary>The samples.</summary>
    public IDataset Data { get; }

    /// <summary>Samples in a batch; the last may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in one epoch.</summary>
    public int BatchCount { get; }

    /// <summary>Samples in one epoch.</summary>
    public int SampleCount { get; }

    /// <summary>Begins an epoch.</summary>
    /// <returns>Its batches.</returns>
    public IEnumerator<Batch> GetEnumerator() => Batches(sampler.Draw(random ?? Generator.Shared));

    /// <summary>How many samples, in batches of which size, and in which order.</summary>
    public override string ToString() => $"DataLoader({SampleCount} samples in {BatchCount} batches of {BatchSize}, {sampler})";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Sampler Order(IDataset data, bool shuffle)
    {
        ArgumentNullException.ThrowIfNull(data);
        return shuffle ? new RandomSampler(data.Count) : new SequentialSampler(data.Count);
    }

    private IEnumerator<Batch> Batches(Tensor order)
    {
        for (int start = 0; start < SampleCount; start += BatchSize)
        {
            int length = Math.Min(BatchSize, SampleCount - start);
            yield return Data.Fetch(order.Narrow(0, start, length));
            // start + BatchSize could pass the largest int.
            if (length < BatchSize) yield break;
        }
    }
}
