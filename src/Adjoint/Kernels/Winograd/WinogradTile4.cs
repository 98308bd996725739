using System.Numerics;
using System.Runtime.CompilerServices;
using static Adjoint.Kernels.WinogradPoints6;

namespace Adjoint.Kernels;

/// <summary>F(4, 3): 6 products for 4 outputs of 3 taps each, at the points of <see cref="WinogradPoints6"/>.</summary>
internal readonly unsafe struct WinogradTile4 : IWinogradTile
{
    public static int Outputs => 4;

    public static int Taps => 3;

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
}
