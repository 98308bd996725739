namespace Adjoint.Kernels;

/// <summary>Copies short rows, for which a call would cost more than the copy.</summary>
internal static unsafe class RowCopy
{
    /// <summary>Least bytes for which a call to copy them is faster.</summary>
    private const int LongRun = 256;

    /// <summary>A row of any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunAny<T>(T* source, T* target, int count) where T : unmanaged
    {
        if (count * sizeof(T) > LongRun) new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));
        else Run(source, target, count);
    }

    /// <summary>Copies <paramref name="count"/> elements; source and target do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T>(T* source, T* target, int count) where T : unmanaged
    {
        byte* from = (byte*)source, to = (byte*)target;
        int bytes = count * sizeof(T);
        if (bytes >= 32)
        {
            // The last register overlaps the one before.
            for (int at = 0; at + 32 < bytes; at += 32) Vector256.Load(from + at).Store(to + at);
            Vector256.Load(from + bytes - 32).Store(to + bytes - 32);
        }
        else if (bytes >= 16)
        {
            Vector128.Load(from).Store(to);
            Vector128.Load(from + bytes - 16).Store(to + bytes - 16);
        }
        else
        {
            for (int i = 0; i < count; i++) target[i] = source[i];
        }
    }
}
