using static Adjoint.Kernels.WinogradPoints6;

namespace Adjoint.Kernels;

/// <summary>F(4, 3): 6 products for 4 outputs of 3 taps each, at the points of <see cref="WinogradPoints6"/>.</summary>
internal readonly unsafe struct WinogradTile4<T, TVector> : IWinogradTile<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    public static int Outputs => 4;

    public static int Taps => 3;

    public static int Size => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(T* source, nint step, T* target, nint targetStep) =>
        WinogradPoints6.Input<T, TVector>(source, step, target, targetStep);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(T* source, nint step, T* target, nint targetStep)
    {
        TVector w0 = TVector.Load(source), w1 = TVector.Load(source + step), w2 = TVector.Load(source + (2 * step));
        TVector.Store(w0, target);
        TVector even = TVector.MultiplyAdd(
            Lane<T, TVector>.All(A2 / NormA), w2, TVector.MultiplyAdd(Lane<T, TVector>.All(1 / NormA), w0, TVector.Zero));
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(A / NormA), w1, even), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(-A / NormA), w1, even), target + (2 * targetStep));
        even = TVector.MultiplyAdd(
            Lane<T, TVector>.All(B2 / NormB), w2, TVector.MultiplyAdd(Lane<T, TVector>.All(1 / NormB), w0, TVector.Zero));
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(B / NormB), w1, even), target + (3 * targetStep));
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(-B / NormB), w1, even), target + (4 * targetStep));
        TVector.Store(w2, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(T* source, nint step, T* target, nint targetStep)
    {
        TVector minus = Lane<T, TVector>.All(-1);
        TVector m0 = TVector.Load(source), m5 = TVector.Load(source + (5 * step));
        TVector m1 = TVector.Load(source + step), m2 = TVector.Load(source + (2 * step));
        TVector m3 = TVector.Load(source + (3 * step)), m4 = TVector.Load(source + (4 * step));
        TVector evenA = TVector.Add(m1, m2), oddA = TVector.MultiplyAdd(minus, m2, m1);
        TVector evenB = TVector.Add(m3, m4), oddB = TVector.MultiplyAdd(minus, m4, m3);
        TVector.Store(TVector.Add(m0, TVector.Add(evenA, evenB)), target);
        TVector.Store(Pair<T, TVector>(A, oddA, B, oddB, TVector.Zero), target + targetStep);
        TVector.Store(Pair<T, TVector>(A2, evenA, B2, evenB, TVector.Zero), target + (2 * targetStep));
        TVector.Store(Pair<T, TVector>(A3, oddA, B3, oddB, m5), target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(T* source, nint step, T* target, nint targetStep)
    {
        TVector g0 = TVector.Load(source), g1 = TVector.Load(source + step);
        TVector g2 = TVector.Load(source + (2 * step)), g3 = TVector.Load(source + (3 * step));
        TVector.Store(g0, target);
        TVector even = TVector.MultiplyAdd(Lane<T, TVector>.All(A2), g2, g0);
        TVector.Store(Pair<T, TVector>(A, g1, A3, g3, even), target + targetStep);
        TVector.Store(Pair<T, TVector>(-A, g1, -A3, g3, even), target + (2 * targetStep));
        even = TVector.MultiplyAdd(Lane<T, TVector>.All(B2), g2, g0);
        TVector.Store(Pair<T, TVector>(B, g1, B3, g3, even), target + (3 * targetStep));
        TVector.Store(Pair<T, TVector>(-B, g1, -B3, g3, even), target + (4 * targetStep));
        TVector.Store(g3, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient(T* source, nint step, T* target, nint targetStep)
    {
        TVector minus = Lane<T, TVector>.All(-1);
        TVector u1 = TVector.Load(source + step), u2 = TVector.Load(source + (2 * step));
        TVector u3 = TVector.Load(source + (3 * step)), u4 = TVector.Load(source + (4 * step));
        TVector evenA = TVector.Add(u1, u2), oddA = TVector.MultiplyAdd(minus, u2, u1);
        TVector evenB = TVector.Add(u3, u4), oddB = TVector.MultiplyAdd(minus, u4, u3);
        TVector.Store(Pair<T, TVector>(1 / NormA, evenA, 1 / NormB, evenB, TVector.Load(source)), target);
        TVector.Store(Pair<T, TVector>(A / NormA, oddA, B / NormB, oddB, TVector.Zero), target + targetStep);
        TVector.Store(Pair<T, TVector>(A2 / NormA, evenA, B2 / NormB, evenB, TVector.Load(source + (5 * step))), target + (2 * targetStep));
    }
}
