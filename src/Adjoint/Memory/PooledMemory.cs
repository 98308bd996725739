namespace Adjoint.Memory;

/// <summary>A pinned array, where in it a cache line begins, and who has it.</summary>
/// <remarks>
/// Who has it is known by a weak reference that follows its target through finalization: a tensor that a finalizer of the user's can still
/// reach, and may bring back to life, keeps its memory.
/// </remarks>
internal sealed class PooledMemory
{
    /// <summary>The number of no rental.</summary>
    public const long Idle = 0;

    private const int CacheLine = 64;

    private readonly WeakReference<PooledBuffer?> holder = new(null, trackResurrection: true);

    /// <summary>Takes memory from the collector's pinned heap, where it is not cleared and never moves.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public unsafe PooledMemory(int sizeClass, long bytes)
    {
        SizeClass = sizeClass;
        Array = GC.AllocateUninitializedArray<ulong>((int)((Math.Min(bytes, MostBytes) + CacheLine) / sizeof(ulong)), pinned: true);
        fixed (ulong* start = Array) Offset = -(nint)start & (CacheLine - 1);
    }

    /// <summary>The most there can be: an array of 8-byte elements holds up to 16 GiB, one of bytes only 2.</summary>
    public static long MostBytes => ((long)System.Array.MaxLength * sizeof(ulong)) - CacheLine;

    /// <summary>The array that holds the memory.</summary>
    public ulong[] Array { get; }

    /// <summary>Where it begins in the array, in bytes.</summary>
    public nint Offset { get; }

    /// <summary>The class by whose size it was made.</summary>
    public int SizeClass { get; }

    /// <summary>Its place in the pool's list.</summary>
    public int Place { get; set; }

    /// <summary>The number of the rental; <see cref="Idle"/> while it waits for reuse.</summary>
    public long Rental { get; set; }

    /// <summary>Whether a user may see the memory: then it goes to the collector, never to another tensor.</summary>
    public bool IsSeen { get; set; }

    /// <summary>Whether the buffer that has it was collected.</summary>
    public bool IsLost => Rental != Idle && !holder.TryGetTarget(out _);

    /// <summary>Gives the memory to a buffer.</summary>
    public void LendTo(PooledBuffer buffer, long rental)
    {
        Rental = rental;
        holder.SetTarget(buffer);
        buffer.Hold(this);
    }
}
