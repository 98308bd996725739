using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>What vectors of 64 bytes need at the ends of rows.</summary>
internal static unsafe class Lanes
{
    /// <summary>All bits set in the first few lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> First<T>(int count) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 1) return Below(Vector512.Create((byte)count)).As<byte, T>();
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

    /// <summary>All lanes combined to one, halves with halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T, TReducer>(Vector512<T> vector)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        vector = TReducer.Combine(vector, vector.GetUpper().ToVector512Unsafe());
        vector = TReducer.Combine(vector, vector.GetLower().GetUpper().ToVector256Unsafe().ToVector512Unsafe());
        Vector128<T> quarter = vector.GetLower().GetLower();
        if (Vector128<T>.Count == 2) return TReducer.Combine(quarter[0], quarter[1]);
        if (Vector128<T>.Count == 4)
            return TReducer.Combine(TReducer.Combine(quarter[0], quarter[2]), TReducer.Combine(quarter[1], quarter[3]));
        T result = quarter[0];
        for (int lane = 1; lane < Vector128<T>.Count; lane++) result = TReducer.Combine(result, quarter[lane]);
        return result;
    }
}
