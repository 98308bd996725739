namespace Adjoint.Data;

/// <summary>
/// Samples that can be fetched by number. <see cref="TensorDataset"/> has them in memory; a <see cref="Dataset{T}"/> makes them one
/// by one.
/// </summary>
public interface IDataset
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Fetches samples.</summary>
    /// <param name="indices">Their numbers, each below <see cref="Count"/>: int64 [N].</param>
    /// <returns>The samples, in this order.</returns>
    /// <exception cref="AdjointException">A number is out of range.</exception>
    Batch Fetch(Tensor indices);
}
