namespace Adjoint.Kernels;

/// <summary>
/// Memory for packed panels and the like: 64-byte-aligned native buffers, one per thread and slot, that grow to the largest request and are
/// used again. Contents are not kept between requests of the same slot, so no two kernels that call one another may use the same slot.
/// </summary>
internal static unsafe class Scratch
{
    public const int Slots = 9;

    [ThreadStatic]
    private static Buffer?[]? buffers;

    /// <summary>At least <paramref name="count"/> elements, uninitialised, valid until this thread's next request for the slot.</summary>
    public static T* Take<T>(ScratchSlot slot, long count) where T : unmanaged
    {
        Buffer?[] buffers = Scratch.buffers ??= new Buffer?[Slots];
        ref Buffer? buffer = ref buffers[(int)slot];
        nuint bytes = checked((nuint)count * (nuint)sizeof(T));
        if (buffer is null || buffer.Bytes < bytes)
        {
            buffer?.Dispose();
            buffer = null;
            buffer = new Buffer((bytes + (bytes >> 2) + 4095) & ~(nuint)4095);
        }

        return (T*)buffer.Pointer;
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
