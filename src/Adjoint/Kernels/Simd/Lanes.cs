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

    /// <summary>Whether <see cref="FoldFour"/> knows the type.</summary>
    public static bool FoldsFour<T>() where T : unmanaged =>
        Zip.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    /// <summary>Stores what <see cref="Fold"/> gives for each of four vectors, by the same operations in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FoldFour<T, TReducer>(
        Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth, T* to)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        Vector128<T> a = Quarter<T, TReducer>(first), b = Quarter<T, TReducer>(second);
        Vector128<T> c = Quarter<T, TReducer>(third), d = Quarter<T, TReducer>(fourth);
        if (typeof(T) == typeof(double))
        {
            Combine<T, TReducer>(ZipLow<T, double>(a, b), ZipHigh<T, double>(a, b)).Store(to);
            Combine<T, TReducer>(ZipLow<T, double>(c, d), ZipHigh<T, double>(c, d)).Store(to + 2);
            return;
        }

        // a[0]∘a[2], b[0]∘b[2], a[1]∘a[3], b[1]∘b[3]; then the same of all four, pair by pair.
        Vector128<T> ab = Combine<T, TReducer>(ZipLow<T, float>(a, b), ZipHigh<T, float>(a, b));
        Vector128<T> cd = Combine<T, TReducer>(ZipLow<T, float>(c, d), ZipHigh<T, float>(c, d));
        Combine<T, TReducer>(ZipLow<T, double>(ab, cd), ZipHigh<T, double>(ab, cd)).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter<T, TReducer>(Vector512<T> vector)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        vector = TReducer.Combine(vector, vector.GetUpper().ToVector512Unsafe());
        return Combine<T, TReducer>(vector.GetLower().GetLower(), vector.GetLower().GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Combine<T, TReducer>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged
        where TReducer : struct, IReducer<T> =>
        TReducer.Combine(a.ToVector256Unsafe().ToVector512Unsafe(), b.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> ZipLow<T, TAs>(Vector128<T> a, Vector128<T> b) => typeof(TAs) == typeof(float)
        ? Zip.Low(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Zip.Low(a.AsDouble(), b.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> ZipHigh<T, TAs>(Vector128<T> a, Vector128<T> b) => typeof(TAs) == typeof(float)
        ? Zip.High(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Zip.High(a.AsDouble(), b.AsDouble()).As<double, T>();
}
