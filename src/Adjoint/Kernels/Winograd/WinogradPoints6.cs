using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// What Winograd's tiles of six products share: the points 0, ±√½, ±√2 and infinity, and the transform of the input, which
/// depends on nothing else. These points keep the numbers of the transforms closer to 1 than the usual 0, ±1, ±2, and the
/// error of the result at half.
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
    public static void Input<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minusA2 = Lane<T, TWide>.All(-A2), minusB2 = Lane<T, TWide>.All(-B2), minusSum = Lane<T, TWide>.All(-A2 - B2);
        TWide x0 = TWide.Load(source), x1 = TWide.Load(source + step), x2 = TWide.Load(source + (2 * step));
        TWide x3 = TWide.Load(source + (3 * step)), x4 = TWide.Load(source + (4 * step));
        TWide x5 = TWide.Load(source + (5 * step));
        TWide.Store(TWide.MultiplyAdd(minusSum, x2, TWide.Add(x0, x4)), target);
        TWide even = TWide.MultiplyAdd(minusB2, x2, x4), odd = TWide.MultiplyAdd(minusB2, x1, x3);
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(A), odd, even), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(-A), odd, even), target + (2 * targetStep));
        even = TWide.MultiplyAdd(minusA2, x2, x4);
        odd = TWide.MultiplyAdd(minusA2, x1, x3);
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(B), odd, even), target + (3 * targetStep));
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(-B), odd, even), target + (4 * targetStep));
        TWide.Store(TWide.MultiplyAdd(minusSum, x3, TWide.Add(x1, x5)), target + (5 * targetStep));
    }

    /// <summary>a x + b y + rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TWide Pair<T, TWide>(double a, TWide x, double b, TWide y, TWide rest)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => TWide.MultiplyAdd(Lane<T, TWide>.All(b), y, TWide.MultiplyAdd(Lane<T, TWide>.All(a), x, rest));
}
