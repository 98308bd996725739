namespace Adjoint.Kernels;

/// <summary>How a reduction combines numbers.</summary>
internal interface IReducer<T> where T : unmanaged
{
    /// <summary>What combined with a number leaves it as it is: the result for no numbers.</summary>
    static abstract T Identity { get; }

    /// <summary>a ∘ b.</summary>
    static abstract T Combine(T a, T b);

    /// <summary>a ∘ b, lane by lane.</summary>
    static abstract Vector512<T> Combine(Vector512<T> a, Vector512<T> b);
}

/// <summary>Sum.</summary>
internal readonly struct SumReducer<T> : IReducer<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a + b;
}

/// <summary>Product.</summary>
internal readonly struct ProductReducer<T> : IReducer<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a * b;
}

/// <summary>Largest number; NaN where there is one.</summary>
internal readonly struct MaxReducer<T> : IReducer<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity => Extremes.Least<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => Vector512.Max(a, b);
}

/// <summary>Smallest number; NaN where there is one.</summary>
internal readonly struct MinReducer<T> : IReducer<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity => Extremes.Greatest<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => T.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => Vector512.Min(a, b);
}

/// <summary>The ends of a type's range, infinities included.</summary>
internal static class Extremes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Least<T>() where T : unmanaged, IMinMaxValue<T> =>
        typeof(T) == typeof(float) ? (T)(object)float.NegativeInfinity
        : typeof(T) == typeof(double) ? (T)(object)double.NegativeInfinity
        : typeof(T) == typeof(Half) ? (T)(object)Half.NegativeInfinity : T.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Greatest<T>() where T : unmanaged, IMinMaxValue<T> =>
        typeof(T) == typeof(float) ? (T)(object)float.PositiveInfinity
        : typeof(T) == typeof(double) ? (T)(object)double.PositiveInfinity
        : typeof(T) == typeof(Half) ? (T)(object)Half.PositiveInfinity : T.MaxValue;
}
