namespace Adjoint.Memory;

/// <summary>A computation put off until somebody wants the memory that it fills.</summary>
internal abstract class Deferral
{
    /// <summary>
    /// Held while it is decided what is put off, computed or given up, by whom, and never while something is computed: then it is left, and
    /// the storages say who reads and fills them. Who must wait for that looks again when there is news. A computation that runs waits for
    /// nobody, so whoever waits for one does not wait for good.
    /// </summary>
    public static Gate Gate { get; } = new();

    /// <summary>
    /// Fills a buffer and <see cref="PooledStorage.Land"/>s it with the target, or waits for others who fill what it reads; look again
    /// then. Within the gate, which is left meanwhile.
    /// </summary>
    public abstract void Fill(PooledStorage target);
}
