namespace Adjoint.Kernels;

/// <summary>F(2, 3) at the points 0, 1, -1 and infinity: 4 products for 2 outputs of 3 taps each.</summary>
internal readonly unsafe struct WinogradTile2<T, TVector> : IWinogradTile<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    public static int Outputs => 2;

    public static int Taps => 3;

    public static int Size => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(T* source, nint step, T* target, nint targetStep)
    {
        TVector minus = Lane<T, TVector>.All(-1);
        TVector x0 = TVector.Load(source), x1 = TVector.Load(source + step);
        TVector x2 = TVector.Load(source + (2 * step)), x3 = TVector.Load(source + (3 * step));
        TVector.Store(TVector.MultiplyAdd(minus, x2, x0), target);
        TVector.Store(TVector.Add(x1, x2), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(minus, x1, x2), target + (2 * targetStep));
        TVector.Store(TVector.MultiplyAdd(minus, x1, x3), target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(T* source, nint step, T* target, nint targetStep)
    {
        TVector half = Lane<T, TVector>.All(0.5), minusHalf = Lane<T, TVector>.All(-0.5);
        TVector w0 = TVector.Load(source), w1 = TVector.Load(source + step), w2 = TVector.Load(source + (2 * step));
        TVector even = TVector.MultiplyAdd(half, TVector.Add(w0, w2), TVector.Zero);
        TVector.Store(w0, target);
        TVector.Store(TVector.MultiplyAdd(half, w1, even), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(minusHalf, w1, even), target + (2 * targetStep));
        TVector.Store(w2, target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(T* source, nint step, T* target, nint targetStep)
    {
        TVector minus = Lane<T, TVector>.All(-1);
        TVector m0 = TVector.Load(source), m1 = TVector.Load(source + step);
        TVector m2 = TVector.Load(source + (2 * step)), m3 = TVector.Load(source + (3 * step));
        TVector.Store(TVector.Add(m0, TVector.Add(m1, m2)), target);
        TVector.Store(TVector.Add(TVector.MultiplyAdd(minus, m2, m1), m3), target + targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(T* source, nint step, T* target, nint targetStep)
    {
        TVector minus = Lane<T, TVector>.All(-1);
        TVector g0 = TVector.Load(source), g1 = TVector.Load(source + step);
        TVector.Store(g0, target);
        TVector.Store(TVector.Add(g0, g1), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(minus, g1, g0), target + (2 * targetStep));
        TVector.Store(g1, target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient(T* source, nint step, T* target, nint targetStep)
    {
        TVector half = Lane<T, TVector>.All(0.5), minus = Lane<T, TVector>.All(-1);
        TVector u0 = TVector.Load(source), u1 = TVector.Load(source + step);
        TVector u2 = TVector.Load(source + (2 * step)), u3 = TVector.Load(source + (3 * step));
        TVector even = TVector.Add(u1, u2), odd = TVector.MultiplyAdd(minus, u2, u1);
        TVector.Store(TVector.MultiplyAdd(half, even, u0), target);
        TVector.Store(TVector.MultiplyAdd(half, odd, TVector.Zero), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(half, even, u3), target + (2 * targetStep));
    }
}
