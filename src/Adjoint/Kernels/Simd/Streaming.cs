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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* from, T* to, int count) where T : unmanaged
    {
        int lanes = Vector512<T>.Count, i = 0;
        if (count >= 2 * lanes)
        {
            // Up to the first whole line; then lines, which go out as they are.
            Vector512.Load(from).Store(to);
            i = (int)((-(nint)to & (sizeof(Vector512<T>) - 1)) / sizeof(T));
            for (; i <= count - lanes; i += lanes) Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
        }

        new ReadOnlySpan<T>(from + i, count - i).CopyTo(new Span<T>(to + i, count - i));
    }

    /// <summary>Orders what this thread has stored so before whatever it stores next: others may then read it.</summary>
    public static void Finish() => Interlocked.MemoryBarrier();
}
