namespace Adjoint.Data;

/// <summary>Samples that are made one by one, such as read from files, and put together into batches.</summary>
/// <typeparam name="T">What a sample is.</typeparam>
/// <example>
/// <code>
/// sealed class Photos(string[] paths, long[] labels) : Dataset&lt;(Tensor, long)&gt;
/// {
///     public override int Count => paths.Length;
///     public override (Tensor, long) this[int index] => (Read(paths[index]), labels[index]);
///     protected override Batch Collate(IReadOnlyList&lt;(Tensor, long)&gt; samples) => new(
///         Collation.Stack(samples.Select(s => s.Item1)), Tensor.Of&lt;long&gt;([.. samples.Select(s => s.Item2)]));
/// }
/// </code>
/// </example>
public abstract class Dataset<T> : IDataset
{
    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <summary>Makes a sample.</summary>
    /// <param name="index">Its number, from 0 up to, not including, <see cref="Count"/>.</param>
    /// <returns>The sample; it may be made anew at each call.</returns>
    public abstract T this[int index] { get; }

    /// <inheritdoc/>
    public Batch Fetch(Tensor indices)
    {
        ReadOnlySpan<long> numbers = SampleNumbers.Check(GetType().Name, indices, Count);
        var samples = new T[numbers.Length];
        for (int i = 0; i < samples.Length; i++) samples[i] = this[(int)numbers[i]];
        return Collate(samples);
    }

    /// <summary>Puts samples together; <see cref="Collation"/> has what is usual.</summary>
    /// <param name="samples">The samples of a batch, in order.</param>
    /// <returns>Their batch.</returns>
    protected abstract Batch Collate(IReadOnlyList<T> samples);
}
