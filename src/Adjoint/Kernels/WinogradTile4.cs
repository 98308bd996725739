using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// F(4, 3) at the points 0, ±√½, ±√2 and infinity: 6 products for 4 outputs of 3 taps each. These points keep the numbers
/// of the transforms closer to 1 than the usual 0, ±1, ±2, and the error of the result at half.
/// </summary>
internal readonly unsafe struct WinogradTile4 : IWinogradTile
{
    private const double A = 0.70710678118654752440, A2 = 0.5, A3 = A * A2;
    private const double B = 1.41421356237309504880, B2 = 2, B3 = B * B2;

    /// <summary>The product of the distances of a point from the others; for 0 it is A2 * B2 = 1.</summary>
    private const double NormA = 2 * A2 * (A2 - B2), NormB = 2 * B2 * (B2 - A2);

    public static int Outputs => 4;

    public static int Size => 6;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide w0 = TWide.Load(source), w1 = TWide.Load(source + step), w2 = TWide.Load(source + (2 * step));
        TWide.Store(w0, target);
        TWide even = TWide.MultiplyAdd(
            Lane<T, TWide>.All(A2 / NormA), w2, TWide.MultiplyAdd(Lane<T, TWide>.All(1 / NormA), w0, TWide.Zero));
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(A / NormA), w1, even), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(-A / NormA), w1, even), target + (2 * targetStep));
        even = TWide.MultiplyAdd(
            Lane<T, TWide>.All(B2 / NormB), w2, TWide.MultiplyAdd(Lane<T, TWide>.All(1 / NormB), w0, TWide.Zero));
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(B / NormB), w1, even), target + (3 * targetStep));
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(-B / NormB), w1, even), target + (4 * targetStep));
        TWide.Store(w2, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minus = Lane<T, TWide>.All(-1);
        TWide m0 = TWide.Load(source), m5 = TWide.Load(source + (5 * step));
        TWide m1 = TWide.Load(source + step), m2 = TWide.Load(source + (2 * step));
        TWide m3 = TWide.Load(source + (3 * step)), m4 = TWide.Load(source + (4 * step));
        TWide evenA = TWide.Add(m1, m2), oddA = TWide.MultiplyAdd(minus, m2, m1);
        TWide evenB = TWide.Add(m3, m4), oddB = TWide.MultiplyAdd(minus, m4, m3);
        TWide.Store(TWide.Add(m0, TWide.Add(evenA, evenB)), target);
        TWide.Store(Pair<T, TWide>(A, oddA, B, oddB, TWide.Zero), target + targetStep);
        TWide.Store(Pair<T, TWide>(A2, evenA, B2, evenB, TWide.Zero), target + (2 * targetStep));
        TWide.Store(Pair<T, TWide>(A3, oddA, B3, oddB, m5), target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide g0 = TWide.Load(source), g1 = TWide.Load(source + step);
        TWide g2 = TWide.Load(source + (2 * step)), g3 = TWide.Load(source + (3 * step));
        TWide.Store(g0, target);
        TWide even = TWide.MultiplyAdd(Lane<T, TWide>.All(A2), g2, g0);
        TWide.Store(Pair<T, TWide>(A, g1, A3, g3, even), target + targetStep);
        TWide.Store(Pair<T, TWide>(-A, g1, -A3, g3, even), target + (2 * targetStep));
        even = TWide.MultiplyAdd(Lane<T, TWide>.All(B2), g2, g0);
        TWide.Store(Pair<T, TWide>(B, g1, B3, g3, even), target + (3 * targetStep));
        TWide.Store(Pair<T, TWide>(-B, g1, -B3, g3, even), target + (4 * targetStep));
        TWide.Store(g3, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minus = Lane<T, TWide>.All(-1);
        TWide u1 = TWide.Load(source + step), u2 = TWide.Load(source + (2 * step));
        TWide u3 = TWide.Load(source + (3 * step)), u4 = TWide.Load(source + (4 * step));
        TWide evenA = TWide.Add(u1, u2), oddA = TWide.MultiplyAdd(minus, u2, u1);
        TWide evenB = TWide.Add(u3, u4), oddB = TWide.MultiplyAdd(minus, u4, u3);
        TWide.Store(Pair<T, TWide>(1 / NormA, evenA, 1 / NormB, evenB, TWide.Load(source)), target);
        TWide.Store(Pair<T, TWide>(A / NormA, oddA, B / NormB, oddB, TWide.Zero), target + targetStep);
        TWide.Store(
            Pair<T, TWide>(A2 / NormA, evenA, B2 / NormB, evenB, TWide.Load(source + (5 * step))), target + (2 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide Pair<T, TWide>(double a, TWide x, double b, TWide y, TWide rest)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => TWide.MultiplyAdd(Lane<T, TWide>.All(b), y, TWide.MultiplyAdd(Lane<T, TWide>.All(a), x, rest));
}
