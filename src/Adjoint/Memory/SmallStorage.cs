namespace Adjoint.Memory;

/// <summary>
/// The memory of a tensor of half a kilobyte or some: an array on the collector's heap, where it needs no finalizer and costs
/// nothing if nobody gives it up. If somebody does, the next tensor of about its size gets it.
/// </summary>
internal sealed class SmallStorage : ReusableStorage
{
    private ulong[]? memory;

    /// <summary>An array with whatever it held before.</summary>
    public SmallStorage(long bytes) : base(bytes)
    {
        memory = SmallArrays.Rent(bytes);
        Place(memory, 0, open: true);
        MemoryScope.Add(this);
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref memory, null) is not { } array) return;
        Close();
        if (!IsEscaped) SmallArrays.Return(array);
    }

    private protected override Array Settle(bool change)
    {
        ThrowDisposed();
        return null;
    }
}
