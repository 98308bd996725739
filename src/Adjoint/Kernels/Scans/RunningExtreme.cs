namespace Adjoint.Kernels;

/// <summary>
/// The place of the largest (or smallest) element so far along the middle axis of [outer, length, inner]: the last of equals, and NaN
/// once there has been one.
/// </summary>
internal static unsafe class RunningExtreme
{
    private const int Grain = 8 * 1024;

    /// <summary>y[o, k, i] = the place of the extreme of x[o, 0…k, i].</summary>
    public static void Run<T>(T* x, long* y, int outer, int length, int inner, bool largest) where T : unmanaged, INumber<T>
    {
        if (outer == 0 || length == 0 || inner == 0) return;
        WorkerPool.ForRows(outer * inner, Math.Max(1, Grain / length), new Work<T>(x, y, length, inner, largest));
    }

    private readonly struct Work<T>(T* x, long* y, int length, int inner, bool largest) : IRowWork where T : unmanaged, INumber<T>
    {
        public void Row(int line)
        {
            (int o, int i) = Math.DivRem(line, inner);
            nint at = ((nint)o * length * inner) + i;
            T extreme = x[at];
            long place = 0;
            for (int k = 0; k < length; k++, at += inner)
            {
                T value = x[at];
                if (T.IsNaN(value) || (!T.IsNaN(extreme) && (largest ? value >= extreme : value <= extreme))) (extreme, place) = (value, k);
                y[at] = place;
            }
        }
    }
}
