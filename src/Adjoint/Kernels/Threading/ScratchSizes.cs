namespace Adjoint.Kernels;

/// <summary>The bytes that <see cref="Scratch"/> holds over all threads: the largest request for each slot.</summary>
internal struct ScratchSizes
{
    private Slots largest;

    /// <summary>Bytes of all slots.</summary>
    public readonly long Total
    {
        get
        {
            long total = 0;
            foreach (long bytes in largest) total += bytes;
            return total;
        }
    }

    /// <summary>Adds a request of <paramref name="count"/> elements.</summary>
    public void Take<T>(ScratchSlot slot, long count) where T : unmanaged
    {
        long bytes = count * Unsafe.SizeOf<T>();
        largest[(int)slot] = Math.Max(largest[(int)slot], bytes);
    }

    /// <summary>Adds the same request of each thread that works on some of <paramref name="items"/> items.</summary>
    public void TakeEach<T>(ScratchSlot slot, long count, long items) where T : unmanaged =>
        Take<T>(slot, count * Math.Min(items, WorkerPool.Threads));

    [InlineArray(Length)]
    private struct Slots
    {
        private const int Length = Scratch.Slots;
        private long first;
    }
}
