using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Stores past the caches: a result too large for them would only push out what is needed, and each of its lines would be
/// read from memory just to be overwritten.
/// </summary>
internal static unsafe class Streaming
{
    /// <summary>From so many bytes on a result is stored past the caches.</summary>
    public const long From = 32L << 20;

    /// <summary>Copies a row that is in a cache to memory that is not.</summary>
    /// <remarks>
    /// Lines that the row shares with others are written as usual, and only those: a line that was just stored to would first be
    /// thrown out of the cache, for which everything waits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* from, T* to, int count) where T : unmanaged
    {
        int lanes = Vector512<T>.Count, head = Math.Min(ToLine(to), count), i = head;
        if (head > 0) new ReadOnlySpan<T>(from, head).CopyTo(new Span<T>(to, head));
        for (; i <= count - lanes; i += lanes) Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
        if (i < count) new ReadOnlySpan<T>(from + i, count - i).CopyTo(new Span<T>(to + i, count - i));
    }

    /// <summary>Elements from an address to the first whole line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToLine<T>(T* address) where T : unmanaged => (int)((-(nint)address & (sizeof(Vector512<T>) - 1)) / sizeof(T));

    /// <summary>Orders what this thread has stored so before whatever it stores next: others may then read it.</summary>
    public static void Finish() => Interlocked.MemoryBarrier();
}
