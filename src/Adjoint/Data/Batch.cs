namespace Adjoint.Data;

/// <summary>Some samples of a dataset.</summary>
/// <param name="Inputs">[N, …].</param>
/// <param name="Targets">[N, …], in the same order.</param>
public readonly record struct Batch(Tensor Inputs, Tensor Targets)
{
    /// <summary>Number of samples N.</summary>
    public int Count => Inputs.Shape[0];
}
