namespace Adjoint.Kernels;

/// <summary>
/// What Winograd's tiles of six products share: the points 0, ±√½, ±√2 and infinity, and the transform of the input, which depends on
/// nothing else. These points keep the numbers of the transforms closer to 1 than the usual 0, ±1, ±2, and the error of the result at half.
/// </summary>
internal static unsafe class WinogradPoints6
{
    /// <summary>The first pair of points, ±√½, and its powers.</summary>
    public const double A = 0.70710678118654752440, A2 = 0.5, A3 = A * A2, A4 = A2 * A2;

    /// <summary>The second pair of points, ±√2, and its powers.</summary>
    public const double B = 1.41421356237309504880, B2 = 2, B3 = B * B2, B4 = B2 * B2;

    /// <summary>The product of the distances of a point from the others; for 0 it is A2 * B2 = 1.</summary>
    public const double NormA = 2 * A2 * (A2 - B2), NormB = 2 * B2 * (B2 - A2);

    /// <summary>From six inputs to six factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<T, TVector>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        TVector minusA2 = Lane<T, TVector>.All(-A2), minusB2 = Lane<T, TVector>.All(-B2), minusSum = Lane<T, TVector>.All(-A2 - B2);
        TVector x0 = TVector.Load(source), x1 = TVector.Load(source + step), x2 = TVector.Load(source + (2 * step));
        TVector x3 = TVector.Load(source + (3 * step)), x4 = TVector.Load(source + (4 * step));
        TVector x5 = TVector.Load(source + (5 * step));
        TVector.Store(TVector.MultiplyAdd(minusSum, x2, TVector.Add(x0, x4)), target);
        TVector even = TVector.MultiplyAdd(minusB2, x2, x4), odd = TVector.MultiplyAdd(minusB2, x1, x3);
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(A), odd, even), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(-A), odd, even), target + (2 * targetStep));
        even = TVector.MultiplyAdd(minusA2, x2, x4);
        odd = TVector.MultiplyAdd(minusA2, x1, x3);
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(B), odd, even), target + (3 * targetStep));
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(-B), odd, even), target + (4 * targetStep));
        TVector.Store(TVector.MultiplyAdd(minusSum, x3, TVector.Add(x1, x5)), target + (5 * targetStep));
    }

    /// <summary>a x + b y + rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pair<T, TVector>(double a, TVector x, double b, TVector y, TVector rest)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => TVector.MultiplyAdd(Lane<T, TVector>.All(b), y, TVector.MultiplyAdd(Lane<T, TVector>.All(a), x, rest));
}
