namespace Adjoint.Kernels;

/// <summary>Masks, loads and stores of the first few elements of a vector of 64 bytes, for the ends of rows.</summary>
internal static unsafe class PartialVector
{
    /// <summary>All bits set in the first few lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mask<T>(int count) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 1) return Below(Vector512.Create((byte)count)).As<byte, T>();
        if (Unsafe.SizeOf<T>() == 2) return Below(Vector512.Create((short)count)).As<short, T>();
        return Unsafe.SizeOf<T>() == 4
            ? Below(Vector512.Create(count)).As<int, T>()
            : Below(Vector512.Create((long)count)).As<long, T>();

        static Vector512<TLane> Below<TLane>(Vector512<TLane> limit) => Vector512.LessThan(Vector512<TLane>.Indices, limit);
    }

    /// <summary>The first few elements at a place behind which no memory may be read; zeros follow them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> Load<T>(T* from, int count) where T : unmanaged
    {
        Vector512<T> vector = default;
        Unsafe.CopyBlockUnaligned(&vector, from, (uint)(count * sizeof(T)));
        return vector;
    }

    /// <summary>Stores the first few lanes only.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store<T>(Vector512<T> vector, T* to, int count) where T : unmanaged =>
        Unsafe.CopyBlockUnaligned(to, &vector, (uint)(count * sizeof(T)));
}
