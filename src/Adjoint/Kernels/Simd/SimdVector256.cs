namespace Adjoint.Kernels;

/// <summary>256-bit registers.</summary>
internal readonly unsafe struct SimdVector256<T>(Vector256<T> value) : ISimdVector<SimdVector256<T>, T> where T : unmanaged, INumberBase<T>
{
    private readonly Vector256<T> value = value;

    public static int Lanes => Vector256<T>.Count;

    // 6 rows of two take 12 of 16 registers, and leave room for a broadcast and two loads.
    public static int Rows => 6;

    public static SimdVector256<T> Zero { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(Vector256<T>.Zero); }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdVector256<T> value, T* destination) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> Broadcast(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> Add(SimdVector256<T> left, SimdVector256<T> right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> MultiplyAdd(SimdVector256<T> left, SimdVector256<T> right, SimdVector256<T> addend) =>
        typeof(T) == typeof(float)
            ? new(Vector256.MultiplyAddEstimate(left.value.AsSingle(), right.value.AsSingle(), addend.value.AsSingle()).As<float, T>())
            : new(Vector256.MultiplyAddEstimate(left.value.AsDouble(), right.value.AsDouble(), addend.value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> Mask(int first, int end) => new(
        Vector256.GreaterThanOrEqual(Vector256<T>.Indices, Vector256.Create(T.CreateTruncating(first)))
        & Vector256.LessThan(Vector256<T>.Indices, Vector256.Create(T.CreateTruncating(end))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> And(SimdVector256<T> left, SimdVector256<T> right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector256<T> Rectify(SimdVector256<T> value) =>
        new(Vector256.AndNot(value.value, Vector256.LessThanOrEqual(value.value, Vector256<T>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(SimdVector256<T> value) => Vector256.Sum(value.value);
}
