using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>How much <see cref="Scratch"/> comes to hold, over all threads: of each slot the largest request.</summary>
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

    /// <summary>A request of so many elements.</summary>
    public void Take<T>(ScratchSlot slot, long count) where T : unmanaged
    {
        long bytes = count * Unsafe.SizeOf<T>();
        largest[(int)slot] = Math.Max(largest[(int)slot], bytes);
    }

    /// <summary>The same of each thread that works on so many items.</summary>
    public void TakeEach<T>(ScratchSlot slot, long count, long items) where T : unmanaged =>
        Take<T>(slot, count * Math.Min(items, WorkerPool.Threads));

    [InlineArray(Length)]
    private struct Slots
    {
        private const int Length = Scratch.Slots;
        private long first;
    }
}
