namespace Adjoint.Kernels;

/// <summary>A running average that keeps a share of itself: a ← βa + (1 − β)x.</summary>
internal readonly unsafe struct RunningAverage<T>(double beta)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // 1 − β is computed in double precision: from a float β of 0.999 its relative error would be 1e-5.
    private readonly T kept = T.CreateTruncating(beta);
    private readonly T taken = T.CreateTruncating(1 - beta);

    /// <summary>An average with one more value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> With(Vector512<T> average, Vector512<T> x) => (average * kept) + (x * taken);

    /// <summary>Takes a value into the averages in memory, from the i-th on, and returns them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Update(T* averages, nint i, Vector512<T> x)
    {
        Vector512<T> average = With(Vector512.Load(averages + i), x);
        average.Store(averages + i);
        return average;
    }
}
