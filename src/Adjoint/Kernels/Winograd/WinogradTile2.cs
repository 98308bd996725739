using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>F(2, 3) at the points 0, 1, -1 and infinity: 4 products for 2 outputs of 3 taps each.</summary>
internal readonly unsafe struct WinogradTile2 : IWinogradTile
{
    public static int Outputs => 2;

    public static int Taps => 3;

    public static int Size => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minus = Lane<T, TWide>.All(-1);
        TWide x0 = TWide.Load(source), x1 = TWide.Load(source + step);
        TWide x2 = TWide.Load(source + (2 * step)), x3 = TWide.Load(source + (3 * step));
        TWide.Store(TWide.MultiplyAdd(minus, x2, x0), target);
        TWide.Store(TWide.Add(x1, x2), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(minus, x1, x2), target + (2 * targetStep));
        TWide.Store(TWide.MultiplyAdd(minus, x1, x3), target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide half = Lane<T, TWide>.All(0.5), minusHalf = Lane<T, TWide>.All(-0.5);
        TWide w0 = TWide.Load(source), w1 = TWide.Load(source + step), w2 = TWide.Load(source + (2 * step));
        TWide even = TWide.MultiplyAdd(half, TWide.Add(w0, w2), TWide.Zero);
        TWide.Store(w0, target);
        TWide.Store(TWide.MultiplyAdd(half, w1, even), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(minusHalf, w1, even), target + (2 * targetStep));
        TWide.Store(w2, target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minus = Lane<T, TWide>.All(-1);
        TWide m0 = TWide.Load(source), m1 = TWide.Load(source + step);
        TWide m2 = TWide.Load(source + (2 * step)), m3 = TWide.Load(source + (3 * step));
        TWide.Store(TWide.Add(m0, TWide.Add(m1, m2)), target);
        TWide.Store(TWide.Add(TWide.MultiplyAdd(minus, m2, m1), m3), target + targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide minus = Lane<T, TWide>.All(-1);
        TWide g0 = TWide.Load(source), g1 = TWide.Load(source + step);
        TWide.Store(g0, target);
        TWide.Store(TWide.Add(g0, g1), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(minus, g1, g0), target + (2 * targetStep));
        TWide.Store(g1, target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient<T, TWide>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        TWide half = Lane<T, TWide>.All(0.5), minus = Lane<T, TWide>.All(-1);
        TWide u0 = TWide.Load(source), u1 = TWide.Load(source + step);
        TWide u2 = TWide.Load(source + (2 * step)), u3 = TWide.Load(source + (3 * step));
        TWide even = TWide.Add(u1, u2), odd = TWide.MultiplyAdd(minus, u2, u1);
        TWide.Store(TWide.MultiplyAdd(half, even, u0), target);
        TWide.Store(TWide.MultiplyAdd(half, odd, TWide.Zero), target + targetStep);
        TWide.Store(TWide.MultiplyAdd(half, even, u3), target + (2 * targetStep));
    }
}
