using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adjoint;

/// <summary>
/// The memory behind a tensor and its views: one number within this object, an array on the collector's heap for what is
/// small or belongs to the user, a pooled, aligned buffer for what is large.
/// </summary>
internal sealed class Storage
{
    /// <summary>
    /// From this many bytes on, a pooled buffer. Below it an array costs less than an object with a finalizer would;
    /// above it an array would land on the large-object heap, which is cleared and collected too seldom.
    /// </summary>
    internal const int PooledThreshold = 64 * 1024;

    /// <summary>The <see cref="MemoryBlock.Pass"/> of memory that no unrecorded backward pass has taken.</summary>
    internal const long NoPass = 0;

    [ThreadStatic] private static long currentPass;

    private readonly PooledBuffer? pooled;
    private Array? array;
    private ulong number;

    private Storage(long bytes) => Bytes = bytes;

    private Storage(Array array, long bytes)
    {
        this.array = array;
        Bytes = bytes;
    }

    private Storage(PooledBuffer buffer, long bytes)
    {
        pooled = buffer;
        buffer.Storage = this;
        buffer.Pass = currentPass;
        array = buffer.Array;
        Bytes = bytes;
        Temporaries.Add(buffer);
    }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Counts every change in place, so that a saved tensor that was changed is found.</summary>
    public int Version { get; set; }

    /// <summary>Counts the recorded changes in place, which make the history of other views stale.</summary>
    public int Rebased { get; set; }

    /// <summary>Whether some leaf's gradient lives here, so that no other may.</summary>
    public bool HoldsGradient { get; set; }

    /// <summary>The pooled buffer, which is worth giving up early; null for small memory.</summary>
    public PooledBuffer? Pooled => pooled;

    /// <summary>Whether the memory is large and pooled, and so worth giving up early.</summary>
    public bool IsPooled => pooled is not null;

    /// <summary>Memory for so many bytes, with whatever they held before.</summary>
    public static Storage Allocate(long bytes) => bytes <= sizeof(ulong) ? new Storage(bytes)
        : bytes < PooledThreshold ? new Storage(GC.AllocateUninitializedArray<ulong>((int)(bytes + 7) / 8), bytes)
        : new Storage(BufferPool.Shared.Rent(bytes, Temporaries.AreBrief), bytes);

    /// <summary>The user's own array, not copied.</summary>
    public static Storage Wrap<T>(T[] array) where T : unmanaged =>
        new(array, (long)array.Length * Unsafe.SizeOf<T>());

    /// <summary>Reference to the first byte.</summary>
    public ref byte Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (array is null)
            {
                if (pooled is not null) ThrowDisposed();
                return ref Unsafe.As<ulong, byte>(ref number);
            }

            // Every one-dimensional array keeps its data at the same offset, so its element type does not matter here.
            ref byte start = ref MemoryMarshal.GetArrayDataReference(Unsafe.As<byte[]>(array));
            return ref pooled is null ? ref start : ref Unsafe.AddByteOffset(ref start, pooled.Offset);
        }
    }

    /// <summary>The pass that this thread takes memory in.</summary>
    public static long CurrentPass => currentPass;

    /// <summary>Marks what this thread takes from now on as made by a pass, and returns the mark that was there before.</summary>
    public static long EnterPass(long pass)
    {
        long before = currentPass;
        currentPass = pass;
        return before;
    }

    /// <summary>Says that a span over this memory has left the library: the pool must not hand it to another tensor.</summary>
    public void Escape() => pooled?.Escape();

    /// <summary>Gives pooled memory back at once; any later access is an error.</summary>
    public void Dispose()
    {
        if (pooled is null) return;
        array = null;
        pooled.Dispose();
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void ThrowDisposed() => throw new AdjointException(
        "A tensor is read after it, or a tensor that shares its memory, was disposed, or a backward pass has freed the graph it was read from. Dispose is never needed: drop that call, or pass retainGraph: true.");
}
