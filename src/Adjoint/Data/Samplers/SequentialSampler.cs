namespace Adjoint.Data;

/// <summary>All samples in their order.</summary>
/// <param name="count">Number of samples.</param>
public sealed class SequentialSampler(int count) : Sampler
{
    /// <inheritdoc/>
    public override int Count { get; } = count >= 0 ? count : throw new AdjointException($"SequentialSampler: {count} samples are none.");

    /// <inheritdoc/>
    public override Tensor Draw(Generator generator) => Tensor.Arange(Count);

    /// <inheritdoc/>
    public override string ToString() => $"SequentialSampler({Count})";
}
