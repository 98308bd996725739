namespace Adjoint.Kernels;

/// <summary>Non-temporal stores: a result larger than the caches would evict useful data, and be read before it is written.</summary>
internal static unsafe class Streaming
{
    /// <summary>Results of at least this many bytes are stored past the caches.</summary>
    public const long Threshold = 32L << 20;

    /// <summary>Copies a row that is in a cache to memory that is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* from, T* to, int count) where T : unmanaged
    {
        int lanes = Vector512<T>.Count, i = 0;
        if (count >= 2 * lanes)
        {
            // Up to the first aligned line; then whole lines, which are written without being read.
            Vector512.Load(from).Store(to);
            i = (int)((-(nint)to & (sizeof(Vector512<T>) - 1)) / sizeof(T));
            for (; i <= count - lanes; i += lanes) Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
        }

        new ReadOnlySpan<T>(from + i, count - i).CopyTo(new Span<T>(to + i, count - i));
    }

    /// <summary>Orders this thread's streaming stores before its later stores, so that other threads may read them.</summary>
    public static void Finish() => Interlocked.MemoryBarrier();
}
