using static Adjoint.Kernels.WinogradPoints6;

namespace Adjoint.Kernels;

/// <summary>F(2, 5): 6 products for 2 outputs of 5 taps each, at the points of <see cref="WinogradPoints6"/>.</summary>
internal readonly unsafe struct WinogradTile2Taps5<T, TVector> : IWinogradTile<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    public static int Outputs => 2;

    public static int Taps => 5;

    public static int Size => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(T* source, nint step, T* target, nint targetStep) =>
        WinogradPoints6.Input<T, TVector>(source, step, target, targetStep);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(T* source, nint step, T* target, nint targetStep)
    {
        TVector w0 = TVector.Load(source), w1 = TVector.Load(source + step), w2 = TVector.Load(source + (2 * step));
        TVector w3 = TVector.Load(source + (3 * step)), w4 = TVector.Load(source + (4 * step));
        TVector.Store(w0, target);
        Evaluate(A, A2, A3, A4, NormA, w0, w1, w2, w3, w4, target + targetStep, targetStep);
        Evaluate(B, B2, B3, B4, NormB, w0, w1, w2, w3, w4, target + (3 * targetStep), targetStep);
        TVector.Store(w4, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(T* source, nint step, T* target, nint targetStep)
    {
        TVector minus = Lane<T, TVector>.All(-1);
        TVector m1 = TVector.Load(source + step), m2 = TVector.Load(source + (2 * step));
        TVector m3 = TVector.Load(source + (3 * step)), m4 = TVector.Load(source + (4 * step));
        TVector oddA = TVector.MultiplyAdd(minus, m2, m1), oddB = TVector.MultiplyAdd(minus, m4, m3);
        TVector.Store(TVector.Add(TVector.Load(source), TVector.Add(TVector.Add(m1, m2), TVector.Add(m3, m4))), target);
        TVector.Store(Pair<T, TVector>(A, oddA, B, oddB, TVector.Load(source + (5 * step))), target + targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(T* source, nint step, T* target, nint targetStep)
    {
        TVector g0 = TVector.Load(source), g1 = TVector.Load(source + step);
        TVector.Store(g0, target);
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(A), g1, g0), target + targetStep);
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(-A), g1, g0), target + (2 * targetStep));
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(B), g1, g0), target + (3 * targetStep));
        TVector.Store(TVector.MultiplyAdd(Lane<T, TVector>.All(-B), g1, g0), target + (4 * targetStep));
        TVector.Store(g1, target + (5 * targetStep));
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
        TVector.Store(Pair<T, TVector>(A2 / NormA, evenA, B2 / NormB, evenB, TVector.Zero), target + (2 * targetStep));
        TVector.Store(Pair<T, TVector>(A3 / NormA, oddA, B3 / NormB, oddB, TVector.Zero), target + (3 * targetStep));
        TVector.Store(Pair<T, TVector>(A4 / NormA, evenA, B4 / NormB, evenB, TVector.Load(source + (5 * step))), target + (4 * targetStep));
    }

    /// <summary>The polynomial of five taps at a pair of points ±p, over their norm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Evaluate(
        double p, double p2, double p3, double p4, double norm, TVector w0, TVector w1, TVector w2, TVector w3, TVector w4, T* target,
        nint targetStep)
    {
        TVector even = TVector.MultiplyAdd(Lane<T, TVector>.All(1 / norm), w0, TVector.Zero);
        even = Pair<T, TVector>(p2 / norm, w2, p4 / norm, w4, even);
        TVector.Store(Pair<T, TVector>(p / norm, w1, p3 / norm, w3, even), target);
        TVector.Store(Pair<T, TVector>(-p / norm, w1, -p3 / norm, w3, even), target + targetStep);
    }
}
