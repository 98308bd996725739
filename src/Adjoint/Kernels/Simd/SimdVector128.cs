namespace Adjoint.Kernels;

/// <summary>128-bit registers.</summary>
internal readonly unsafe struct SimdVector128<T>(Vector128<T> value) : ISimdVector<SimdVector128<T>, T> where T : unmanaged, INumberBase<T>
{
    private readonly Vector128<T> value = value;

    public static int Lanes => Vector128<T>.Count;

    // 12 rows of two take 24 of the 32 registers of Arm64; x64 without AVX-512 has 16 and takes 6.
    public static int Rows => System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported ? 12 : 6;

    public static SimdVector128<T> Zero { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(Vector128<T>.Zero); }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdVector128<T> value, T* destination) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> Add(SimdVector128<T> left, SimdVector128<T> right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> MultiplyAdd(SimdVector128<T> left, SimdVector128<T> right, SimdVector128<T> addend) =>
        typeof(T) == typeof(float)
            ? new(Vector128.MultiplyAddEstimate(left.value.AsSingle(), right.value.AsSingle(), addend.value.AsSingle()).As<float, T>())
            : new(Vector128.MultiplyAddEstimate(left.value.AsDouble(), right.value.AsDouble(), addend.value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> Mask(int first, int end) => new(
        Vector128.GreaterThanOrEqual(Vector128<T>.Indices, Vector128.Create(T.CreateTruncating(first)))
        & Vector128.LessThan(Vector128<T>.Indices, Vector128.Create(T.CreateTruncating(end))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> And(SimdVector128<T> left, SimdVector128<T> right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector128<T> Rectify(SimdVector128<T> value) =>
        new(Vector128.AndNot(value.value, Vector128.LessThanOrEqual(value.value, Vector128<T>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(SimdVector128<T> value) => Vector128.Sum(value.value);
}
