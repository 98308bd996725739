using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>Reading and adding at positions within planes of memory: pooling at known positions, and its adjoint.</summary>
internal static unsafe class PlaneIndexing
{
    private const int Grain = 16 * 1024;

    /// <summary>y[p, i] = x[p, index[p, i]]; x is [planes, plane], y and index [planes, count].</summary>
    public static void Gather<T>(T* x, long* index, T* y, int planes, int plane, int count) where T : unmanaged
    {
        int group = Math.Max(1, Grain / Math.Max(1, count));
        var work = new GatherWork<T>(x, index, y, planes, plane, count, group);
        WorkerPool.For((planes + group - 1) / group, ref work);
    }

    /// <summary>y = 0, then y[p, index[p, i]] += x[p, i], in order.</summary>
    public static void Scatter<T>(T* x, long* index, T* y, int planes, int plane, int count) where T : unmanaged, INumberBase<T>
    {
        int group = Math.Max(1, Grain / Math.Max(1, plane));
        var work = new ScatterWork<T>(x, index, y, planes, plane, count, group);
        WorkerPool.For((planes + group - 1) / group, ref work);
    }

    private readonly struct GatherWork<T>(T* x, long* index, T* y, int planes, int plane, int count, int group) : IWork
        where T : unmanaged
    {
        public void Do(int item)
        {
            int end = Math.Min(planes, (item + 1) * group);
            for (int p = item * group; p < end; p++)
            {
                T* from = x + ((nint)p * plane);
                nint start = (nint)p * count;
                for (nint i = start; i < start + count; i++) y[i] = from[index[i]];
            }
        }
    }

    private readonly struct ScatterWork<T>(T* x, long* index, T* y, int planes, int plane, int count, int group) : IWork
        where T : unmanaged, INumberBase<T>
    {
        public void Do(int item)
        {
            int end = Math.Min(planes, (item + 1) * group);
            for (int p = item * group; p < end; p++)
            {
                T* to = y + ((nint)p * plane);
                new Span<T>(to, plane).Clear();
                nint start = (nint)p * count;
                for (nint i = start; i < start + count; i++) to[index[i]] += x[i];
            }
        }
    }
}
