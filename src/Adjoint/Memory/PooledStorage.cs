namespace Adjoint.Memory;

/// <summary>The memory of a large tensor: a pooled buffer, or the computation that fills one when it is first read.</summary>
/// <remarks>
/// A result must be what it would have been when its operation was called. So memory that a put-off computation reads is
/// lent: it is closed, and who gets at it and might change it first has the borrowers computed.
/// </remarks>
internal sealed class PooledStorage : ReusableStorage
{
    private PooledBuffer? buffer;
    private List<WeakReference<PooledStorage>>? borrowers;
    private WeakReference<PooledStorage>? self;

    /// <summary>A buffer with whatever it held before.</summary>
    public PooledStorage(long bytes) : base(bytes)
    {
        buffer = BufferPool.Shared.Rent(bytes, MemoryScope.AreBrief);
        Place(buffer.Array, buffer.Offset, open: true);
        MemoryScope.Add(this);
    }

    /// <summary>Memory that is to be computed.</summary>
    public PooledStorage(long bytes, Deferral deferral) : base(bytes)
    {
        Deferral = deferral;
        MemoryScope.Add(this);
    }

    /// <summary>What will fill the memory; null once there is any.</summary>
    public Deferral? Deferral { get; private set; }

    /// <summary>Whether the memory was given back.</summary>
    public bool IsDisposed => buffer is null && Deferral is null;

    /// <summary>The first byte of what is computed.</summary>
    public unsafe byte* Address => buffer!.Address;

    /// <summary>How many computations that run now read the memory. Within the gate.</summary>
    public int Readers { get; set; }

    /// <summary>Whether a computation that runs now fills the memory. Within the gate.</summary>
    public bool IsFilling { get; set; }

    /// <summary>Gives the memory its buffer, filled by what it waited for. Within the gate.</summary>
    public void Land(PooledBuffer filled)
    {
        buffer = filled;
        if (IsEscaped) buffer.Escape();
        Deferral = null;
    }

    /// <summary>One step towards having computed the memory. Within the gate, which is left meanwhile.</summary>
    /// <returns>Whether there was one to do: look again then.</returns>
    public bool ComputeSome()
    {
        if (IsFilling) Deferral.Gate.Wait();
        else if (Deferral is { } waiting) waiting.Fill(this);
        else return false;
        return true;
    }

    /// <summary>Says that the borrower will read this memory later. Within the gate.</summary>
    public void Lend(PooledStorage borrower)
    {
        borrowers ??= [];
        if (borrowers.Count == borrowers.Capacity) borrowers.RemoveAll(IsDone);
        borrowers.Add(borrower.self ??= new WeakReference<PooledStorage>(borrower));
        Close();
    }

    public override void Escape()
    {
        base.Escape();
        buffer?.Escape();
    }

    public override void Dispose()
    {
        using Gate.Stay _ = Deferral.Gate.Enter();
        while (IsFilling || borrowers is not null || Readers > 0)
        {
            if (IsFilling) Deferral.Gate.Wait();
            else RecallSome();
        }

        Close();
        Deferral = null;
        buffer?.Dispose();
        buffer = null;
    }

    private protected override Array Settle(bool change)
    {
        using Gate.Stay _ = Deferral.Gate.Enter();
        while (ComputeSome() || (change && RecallSome()))
        {
        }

        if (borrowers?.RemoveAll(IsDone) > 0 && borrowers.Count == 0) borrowers = null;
        if (buffer is null) ThrowDisposed();
        Place(buffer.Array, buffer.Offset, open: borrowers is null && Readers == 0);
        return buffer.Array;
    }

    /// <summary>One step towards having computed what is still to read this memory. Within the gate, which is left meanwhile.</summary>
    /// <returns>Whether there was one to do: look again then.</returns>
    private bool RecallSome()
    {
        while (borrowers is { Count: > 0 })
        {
            if (borrowers[^1].TryGetTarget(out PooledStorage? target) && target.ComputeSome()) return true;
            borrowers.RemoveAt(borrowers.Count - 1);
        }

        borrowers = null;
        if (Readers == 0) return false;
        Deferral.Gate.Wait();
        return true;
    }

    private static bool IsDone(WeakReference<PooledStorage> borrower) =>
        !borrower.TryGetTarget(out PooledStorage? target) || target.Deferral is null;
}
