namespace Adjoint.Kernels;

/// <summary>
/// Memory for packed panels and the like: 64-byte-aligned native buffers, one per thread and slot, that grow to the largest request and are
/// used again. Contents are not kept between requests of the same slot, so no two kernels that call one another may use the same slot.
/// </summary>
internal sealed unsafe class Scratch
{
    public const int Slots = 9;

    [ThreadStatic]
    private static Scratch? own;

    private readonly Buffer?[] buffers = new Buffer?[Slots];

    private Scratch() { }

    /// <summary>That of this thread.</summary>
    public static Scratch Own => own ??= new Scratch();

    /// <summary>What gives up memory that is not in use, where there is no more; set by who has such.</summary>
    public static Action? Shortage { get; set; }

    /// <summary>At least <paramref name="count"/> elements, uninitialised, valid until this thread's next request for the slot.</summary>
    public static T* Take<T>(ScratchSlot slot, long count) where T : unmanaged
    {
        ref Buffer? buffer = ref Own.buffers[(int)slot];
        nuint bytes = checked((nuint)count * (nuint)sizeof(T));
        if (buffer is null || buffer.Bytes < bytes)
        {
            buffer?.Dispose();
            buffer = null;
            buffer = Allocate((bytes + (bytes >> 2) + 4095) & ~(nuint)4095);
        }

        return (T*)buffer.Pointer;
    }

    /// <summary>Gives this thread's memory back.</summary>
    public static void ReleaseOwn() => own?.Release();

    /// <summary>Gives the memory back; its thread must not be using it.</summary>
    public void Release()
    {
        foreach (ref Buffer? buffer in buffers.AsSpan())
        {
            buffer?.Dispose();
            buffer = null;
        }
    }

    private static Buffer Allocate(nuint bytes)
    {
        try
        {
            return new Buffer(bytes);
        }
        catch (OutOfMemoryException) when (Shortage is not null)
        {
            Shortage();
            return new Buffer(bytes);
        }
    }

    /// <summary>Finalizable, so that a thread that ends gives its memory back.</summary>
    private sealed class Buffer(nuint bytes) : IDisposable
    {
        public readonly nuint Bytes = bytes;
        public void* Pointer = NativeMemory.AlignedAlloc(bytes, 64);

        ~Buffer() => Release();

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            NativeMemory.AlignedFree(Pointer);
            Pointer = null;
        }
    }
}
