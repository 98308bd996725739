namespace Adjoint.Data;

/// <summary>Another dataset whose batches go through a function when they are fetched, such as augmentation.</summary>
/// <param name="dataset">The samples.</param>
/// <param name="function">From a batch as it is fetched to the batch that is given.</param>
public sealed class MapDataset(IDataset dataset, Func<Batch, Batch> function) : IDataset
{
    private readonly IDataset dataset = dataset ?? throw new ArgumentNullException(nameof(dataset));
    private readonly Func<Batch, Batch> function = function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    public int Count => dataset.Count;

    /// <inheritdoc/>
    public Batch Fetch(Tensor indices) => function(dataset.Fetch(indices));

    /// <summary>Whose batches are changed.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"MapDataset of {dataset}";
}
