namespace Adjoint.Data;

/// <summary>Some samples of a dataset, in random order.</summary>
public sealed class SubsetRandomSampler : Sampler
{
    private readonly Tensor indices;

    /// <summary>Makes the sampler.</summary>
    /// <param name="indices">Numbers of the samples: int64 [N].</param>
    /// <exception cref="AdjointException">A number is negative, or they are not int64 [N].</exception>
    public SubsetRandomSampler(Tensor indices)
    {
        SampleNumbers.Check("SubsetRandomSampler", indices, int.MaxValue);
        this.indices = indices.Clone();
    }

    /// <inheritdoc/>
    public override int Count => indices.Numel;

    /// <inheritdoc/>
    public override Tensor Draw(Generator generator) => indices.IndexSelect(0, Tensor.RandPerm(Count, generator));

    /// <inheritdoc/>
    public override string ToString() => $"SubsetRandomSampler({Count})";
}
