namespace Adjoint.Kernels;

/// <summary>512-bit registers.</summary>
internal readonly unsafe struct SimdVector512<T>(Vector512<T> value) : ISimdVector<SimdVector512<T>, T> where T : unmanaged, INumberBase<T>
{
    private readonly Vector512<T> value = value;

    public static int Lanes => Vector512<T>.Count;

    // 12 rows of two take 24 of 32 registers, and leave room for broadcasts and two loads.
    public static int Rows => 12;

    public static SimdVector512<T> Zero { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(Vector512<T>.Zero); }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdVector512<T> value, T* destination) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Broadcast(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Add(SimdVector512<T> left, SimdVector512<T> right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> MultiplyAdd(SimdVector512<T> left, SimdVector512<T> right, SimdVector512<T> addend) =>
        typeof(T) == typeof(float)
            ? new(Vector512.MultiplyAddEstimate(left.value.AsSingle(), right.value.AsSingle(), addend.value.AsSingle()).As<float, T>())
            : new(Vector512.MultiplyAddEstimate(left.value.AsDouble(), right.value.AsDouble(), addend.value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Mask(int first, int end) => new(
        Vector512.GreaterThanOrEqual(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(first)))
        & Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(end))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> And(SimdVector512<T> left, SimdVector512<T> right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Rectify(SimdVector512<T> value) =>
        new(Vector512.AndNot(value.value, Vector512.LessThanOrEqual(value.value, Vector512<T>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(SimdVector512<T> value) => Vector512.Sum(value.value);
}
