namespace Adjoint.Kernels;

/// <summary>Combines the elements of a vector of 64 bytes to one number.</summary>
internal static unsafe class HorizontalReduction
{
    /// <summary>Combines halves with halves until one number is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Run<T, TReducer>(Vector512<T> vector)
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

    /// <summary>Whether <see cref="RunFour{T, TReducer}"/> supports the type.</summary>
    public static bool ReducesFour<T>() where T : unmanaged =>
        Interleave.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    /// <summary>Stores what <see cref="Run{T, TReducer}"/> gives for each of four vectors, by the same operations in that order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunFour<T, TReducer>(
        Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth, T* to)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        Vector128<T> a = Quarter<T, TReducer>(first), b = Quarter<T, TReducer>(second);
        Vector128<T> c = Quarter<T, TReducer>(third), d = Quarter<T, TReducer>(fourth);
        if (typeof(T) == typeof(double))
        {
            Combine<T, TReducer>(InterleaveLow<T, double>(a, b), InterleaveHigh<T, double>(a, b)).Store(to);
            Combine<T, TReducer>(InterleaveLow<T, double>(c, d), InterleaveHigh<T, double>(c, d)).Store(to + 2);
            return;
        }

        // a[0]∘a[2], b[0]∘b[2], a[1]∘a[3], b[1]∘b[3]; then the same of all four, pair by pair.
        Vector128<T> ab = Combine<T, TReducer>(InterleaveLow<T, float>(a, b), InterleaveHigh<T, float>(a, b));
        Vector128<T> cd = Combine<T, TReducer>(InterleaveLow<T, float>(c, d), InterleaveHigh<T, float>(c, d));
        Combine<T, TReducer>(InterleaveLow<T, double>(ab, cd), InterleaveHigh<T, double>(ab, cd)).Store(to);
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
    private static Vector128<T> InterleaveLow<T, TAs>(Vector128<T> a, Vector128<T> b) => typeof(TAs) == typeof(float)
        ? Interleave.Low(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Interleave.Low(a.AsDouble(), b.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> InterleaveHigh<T, TAs>(Vector128<T> a, Vector128<T> b) => typeof(TAs) == typeof(float)
        ? Interleave.High(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Interleave.High(a.AsDouble(), b.AsDouble()).As<double, T>();
}
