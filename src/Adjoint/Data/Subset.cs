namespace Adjoint.Data;

/// <summary>Some samples of another dataset, by number; nothing is copied.</summary>
public sealed class Subset : IDataset
{
    private readonly Tensor indices;

    /// <summary>Makes the subset.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="indices">Numbers of samples of the whole, in the order of the subset: int64 [N]. A number may occur twice.</param>
    /// <exception cref="AdjointException">A number is out of range.</exception>
    public Subset(IDataset dataset, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        SampleNumbers.Check("Subset", indices, dataset.Count);
        (Dataset, this.indices) = (dataset, indices.Clone());
    }

    /// <summary>The whole.</summary>
    public IDataset Dataset { get; }

    /// <inheritdoc/>
    public int Count => indices.Numel;

    /// <inheritdoc/>
    public Batch Fetch(Tensor indices)
    {
        SampleNumbers.Check("Subset", indices, Count);
        return Dataset.Fetch(this.indices.IndexSelect(0, indices));
    }

    /// <summary>How many of how many.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"Subset of {Count} of {Dataset.Count} samples";
}
