namespace Adjoint.Memory;

/// <summary>A computation put off until somebody wants the memory that it fills.</summary>
internal abstract class Deferral
{
    /// <summary>
    /// Held while a computation is put off, done or given up: memory that it reads may not change meanwhile. One for the
    /// process, since a computation reads what others fill, and its kernels have all threads anyway.
    /// </summary>
    public static Lock Gate { get; } = new();

    /// <summary>Fills a buffer and <see cref="PooledStorage.Land"/>s it with the target. Within the gate.</summary>
    public abstract void Fill(PooledStorage target);
}
