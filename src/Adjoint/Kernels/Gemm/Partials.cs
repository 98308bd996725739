namespace Adjoint.Kernels;

/// <summary>Partial sums of a number that depends on the shape only, added up in order.</summary>
internal static unsafe class Partials<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Adds the other parts, step apart, to the first; the count is rounded up to whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddUp(T* sums, nint count, int parts, nint step)
    {
        for (nint at = 0; at < count && parts > 1; at += TVector.Lanes)
        {
            TVector total = TVector.Load(sums + at);
            for (int part = 1; part < parts; part++) total = TVector.Add(total, TVector.Load(sums + at + (part * step)));
            TVector.Store(total, sums + at);
        }
    }
}
