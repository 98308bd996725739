namespace Adjoint.Kernels;

/// <summary>Reading and adding at positions within planes of memory: pooling at known positions, and its adjoint.</summary>
internal static unsafe class PlaneIndexing
{
    private const int Grain = 16 * 1024;

    /// <summary>y[p, i] = x[p, index[p, i]]; x is [planes, plane], y and index [planes, count].</summary>
    public static void Gather<T>(T* x, long* index, T* y, int planes, int plane, int count) where T : unmanaged =>
        WorkerPool.ForRows(planes, Math.Max(1, Grain / Math.Max(1, count)), new GatherWork<T>(x, index, y, plane, count));

    /// <summary>y = 0, then y[p, index[p, i]] += x[p, i], in order.</summary>
    public static void Scatter<T>(T* x, long* index, T* y, int planes, int plane, int count) where T : unmanaged, INumberBase<T> =>
        WorkerPool.ForRows(planes, Math.Max(1, Grain / Math.Max(1, plane)), new ScatterWork<T>(x, index, y, plane, count));

    /// <summary>y = 0, then y[p, index[p, i]] = x[p, i], in order: the last of several at one place stays.</summary>
    public static void Place<T>(T* x, long* index, T* y, int planes, int plane, int count) where T : unmanaged =>
        WorkerPool.ForRows(planes, Math.Max(1, Grain / Math.Max(1, plane)), new PlaceWork<T>(x, index, y, plane, count));

    private readonly struct GatherWork<T>(T* x, long* index, T* y, int plane, int count) : IRowWork where T : unmanaged
    {
        public void Row(int p)
        {
            T* from = x + ((nint)p * plane);
            nint start = (nint)p * count;
            for (nint i = start; i < start + count; i++) y[i] = from[index[i]];
        }
    }

    private readonly struct ScatterWork<T>(T* x, long* index, T* y, int plane, int count) : IRowWork where T : unmanaged, INumberBase<T>
    {
        public void Row(int p)
        {
            T* to = y + ((nint)p * plane);
            new Span<T>(to, plane).Clear();
            nint start = (nint)p * count;
            for (nint i = start; i < start + count; i++) to[index[i]] += x[i];
        }
    }

    private readonly struct PlaceWork<T>(T* x, long* index, T* y, int plane, int count) : IRowWork where T : unmanaged
    {
        public void Row(int p)
        {
            T* to = y + ((nint)p * plane);
            new Span<T>(to, plane).Clear();
            nint start = (nint)p * count;
            for (nint i = start; i < start + count; i++) to[index[i]] = x[i];
        }
    }
}
