namespace Adjoint.Memory;

/// <summary>One rental of memory: it goes back to the pool when this is disposed or collected, whichever is first.</summary>
internal sealed class PooledBuffer(BufferPool pool) : IDisposable
{
    private PooledMemory memory = null!; // the pool lends it before anybody has the buffer
    private long rental;

    /// <summary>The array that holds the buffer.</summary>
    public ulong[] Array => memory.Array;

    /// <summary>Where the buffer begins in the array, in bytes.</summary>
    public nint Offset => memory.Offset;

    /// <summary>The first byte; it does not move.</summary>
    public unsafe byte* Address => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array)) + Offset;

    /// <summary>Takes the memory of a rental that begins.</summary>
    public void Hold(PooledMemory lent) => (memory, rental) = (lent, lent.Rental);

    /// <summary>Marks the memory as seen from outside: when done it goes to the collector, never to another tensor.</summary>
    public void Escape() => memory.IsSeen = true;

    /// <summary>Returns the memory now. Again, or after the pool has found it lost, this does nothing.</summary>
    public void Dispose() => pool.Return(memory, rental);
}
