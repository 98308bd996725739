using System.Numerics;
using System.Runtime.CompilerServices;
using static Adjoint.Kernels.WinogradPoints6;

namespace Adjoint.Kernels;

/// <summary>F(2, 5): 6 products for 2 outputs of 5 taps each, at the points of <see cref="WinogradPoints6"/>.</summary>
internal readonly unsafe struct WinogradTile2Taps5 : IWinogradTile
{
    public static int Outputs => 2;

    public static int Taps => 5;

    public static int Size => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => WinogradPoints6.Input<T, TWide>(source, step, target, targetStep);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide w0 = TWide.Load(source), w1 = TWide.Load(source + step), w2 = TWide.Load(source + (2 * step));
        TWide w3 = TWide.Load(source + (3 * step)), w4 = TWide.Load(source + (4 * step));
        TWide.Store(w0, target);
        Evaluate<T, TWide>(A, A2, A3, A4, NormA, w0, w1, w2, w3, w4, target + targetStep, targetStep);
        Evaluate<T, TWide>(B, B2, B3, B4, NormB, w0, w1, w2, w3, w4, target + (3 * targetStep), targetStep);
        TWide.Store(w4, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minus = Lane<T, TWide>.All(-1);
        TWide m1 = TWide.Load(source + step), m2 = TWide.Load(source + (2 * step));
        TWide m3 = TWide.Load(source + (3 * step)), m4 = TWide.Load(source + (4 * step));
        TWide oddA = TWide.MultiplyAdd(minus, m2, m1), oddB = TWide.MultiplyAdd(minus, m4, m3);
        TWide.Store(TWide.Add(TWide.Load(source), TWide.Add(TWide.Add(m1, m2), TWide.Add(m3, m4))), target);
        TWide.Store(Pair<T, TWide>(A, oddA, B, oddB, TWide.Load(source + (5 * step))), target + targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide g0 = TWide.Load(source), g1 = TWide.Load(source + step);
        TWide.Store(g0, target);
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(A), g1, g0), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(-A), g1, g0), target + (2 * targetStep));
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(B), g1, g0), target + (3 * targetStep));
        TWide.Store(TWide.MultiplyAdd(Lane<T, TWide>.All(-B), g1, g0), target + (4 * targetStep));
        TWide.Store(g1, target + (5 * targetStep));
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
        TWide.Store(Pair<T, TWide>(A2 / NormA, evenA, B2 / NormB, evenB, TWide.Zero), target + (2 * targetStep));
        TWide.Store(Pair<T, TWide>(A3 / NormA, oddA, B3 / NormB, oddB, TWide.Zero), target + (3 * targetStep));
        TWide.Store(
            Pair<T, TWide>(A4 / NormA, evenA, B4 / NormB, evenB, TWide.Load(source + (5 * step))), target + (4 * targetStep));
    }

    /// <summary>The polynomial of five taps at a pair of points ±p, over their norm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Evaluate<T, TWide>(
        double p, double p2, double p3, double p4, double norm, TWide w0, TWide w1, TWide w2, TWide w3, TWide w4, T* target,
        nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide even = TWide.MultiplyAdd(Lane<T, TWide>.All(1 / norm), w0, TWide.Zero);
        even = Pair<T, TWide>(p2 / norm, w2, p4 / norm, w4, even);
        TWide.Store(Pair<T, TWide>(p / norm, w1, p3 / norm, w3, even), target);
        TWide.Store(Pair<T, TWide>(-p / norm, w1, -p3 / norm, w3, even), target + targetStep);
    }
}
