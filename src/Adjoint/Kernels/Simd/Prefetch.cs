using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Prefetches cache lines. Worth it where a kernel reads or writes single lines in many places, which the hardware
/// prefetcher does not predict: stores wait in order for their lines to arrive. The address need not be valid.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>Prefetches one line; does nothing where the processor has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>Prefetches one line into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LineToL2(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }

    /// <summary>Prefetches one of <paramref name="shares"/> equal shares of an array into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ShareToL2<T>(T* address, nint count, int share, int shares) where T : unmanaged
    {
        T* end = address + (count * (share + 1) / shares);
        for (T* line = address + (count * share / shares); line < end; line += 64 / sizeof(T)) LineToL2(line);
    }

    /// <summary>Prefetches every line of a few rows, <paramref name="stride"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows<T>(T* address, nint stride, int rows, int columns) where T : unmanaged
    {
        const int Line = 64;
        byte* row = (byte*)address;
        nint step = stride * sizeof(T), last = (columns * sizeof(T)) - 1;
        if (last == (2 * Line) - 1 && (((nint)address | step) & (Line - 1)) == 0)
        {
            // The rows of a full register tile, if they are aligned.
            for (int i = 0; i < rows; i++)
            {
                Prefetch.Line(row);
                Prefetch.Line(row + Line);
                row += step;
            }

            return;
        }

        for (int i = 0; i < rows; i++)
        {
            for (nint at = 0; at < last; at += Line) Prefetch.Line(row + at);
            Prefetch.Line(row + last);
            row += step;
        }
    }
}
