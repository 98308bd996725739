using System.Collections;

namespace Adjoint.Data;

/// <summary>
/// Goes through a dataset in batches. Each enumeration is one epoch; if it shuffles, each has an order of its own, drawn
/// when the enumeration begins, so that equal seeds give equal orders.
/// </summary>
/// <example><code>foreach (Batch batch in new DataLoader(data, 32, shuffle: true, random: new Generator(1))) { … }</code></example>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly bool shuffle;
    private readonly Generator? random;

    /// <summary>Makes the loader.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">Samples in a batch, at least 1; the last may have fewer.</param>
    /// <param name="shuffle">Whether to take the samples in random order.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full.</param>
    /// <param name="random">Draws the order; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The batch size is below 1.</exception>
    public DataLoader(IDataset data, int batchSize = 1, bool shuffle = false, bool dropLast = false, Generator? random = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (batchSize < 1) throw new AdjointException($"DataLoader: a batch size of {batchSize} must be at least 1.");
        (Data, BatchSize, this.shuffle, this.random) = (data, batchSize, shuffle, random);
        SampleCount = dropLast ? data.Count - (data.Count % batchSize) : data.Count;
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
    public IEnumerator<Batch> GetEnumerator() => Batches(shuffle ? Tensor.Permutation(Data.Count, random) : Tensor.Arange(Data.Count));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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
