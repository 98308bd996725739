namespace Adjoint.Memory;

/// <summary>Arrays that small tensors have given up, by size class; each thread keeps its own, and few.</summary>
internal sealed class SmallArrays
{
    /// <summary>What a thread keeps at most, in bytes; beyond that it begins anew.</summary>
    private const long MostKept = 4 << 20;

    private static readonly int First = BufferPool.ClassOf(Storage.ReusedThreshold);

    [ThreadStatic] private static SmallArrays? own;

    private readonly Stack<ulong[]>?[] free = new Stack<ulong[]>?[BufferPool.ClassOf(Storage.PooledThreshold) - First + 1];
    private long kept;

    /// <summary>An array of at least so many bytes; it holds whatever was there before.</summary>
    public static ulong[] Rent(long bytes)
    {
        int index = BufferPool.ClassOf(bytes);
        if (own is { } arrays && arrays.free[index - First] is { } waiting && waiting.TryPop(out ulong[]? array))
        {
            arrays.kept -= sizeof(ulong) * (long)array.Length;
            return array;
        }

        return GC.AllocateUninitializedArray<ulong>((int)(BufferPool.SizeOf(index) / sizeof(ulong)));
    }

    /// <summary>Keeps an array for the thread's next tensor of its size.</summary>
    public static void Return(ulong[] array)
    {
        SmallArrays arrays = own ??= new SmallArrays();
        long bytes = sizeof(ulong) * (long)array.Length;

        // What fills it may be of sizes that are no longer in demand. All go, and those that are in demand come back.
        if (arrays.kept + bytes > MostKept) arrays = own = new SmallArrays();
        arrays.kept += bytes;
        (arrays.free[BufferPool.ClassOf(bytes) - First] ??= []).Push(array);
    }
}
