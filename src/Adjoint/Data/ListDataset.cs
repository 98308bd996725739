namespace Adjoint.Data;

/// <summary>Samples from a list, put together by a function of yours.</summary>
/// <typeparam name="T">What a sample is.</typeparam>
/// <param name="samples">The samples.</param>
/// <param name="collate">Makes a batch of some of them; <see cref="Collation"/> has what is usual.</param>
/// <example>
/// <code>
/// var sentences = new ListDataset&lt;(Tensor Words, long Topic)&gt;(list, some => new Batch(
///     Collation.Pad(some.Select(s => s.Words)), Tensor.Of&lt;long&gt;([.. some.Select(s => s.Topic)])));
/// </code>
/// </example>
public sealed class ListDataset<T>(IReadOnlyList<T> samples, Func<IReadOnlyList<T>, Batch> collate) : Dataset<T>
{
    private readonly IReadOnlyList<T> samples = samples ?? throw new ArgumentNullException(nameof(samples));
    private readonly Func<IReadOnlyList<T>, Batch> collate = collate ?? throw new ArgumentNullException(nameof(collate));

    /// <inheritdoc/>
    public override int Count => samples.Count;

    /// <inheritdoc/>
    public override T this[int index] => samples[index];

    /// <inheritdoc/>
    protected override Batch Collate(IReadOnlyList<T> samples) => collate(samples);

    /// <summary>The number of samples.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"ListDataset of {Count} samples";
}
