namespace Adjoint.Kernels;

/// <summary>Copies a contiguous row of elements to where the elements of a strided tensor lie.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Elements of a work item: enough that a dispatch does not count.</summary>
    private const int PerItem = 64 * 1024;

    /// <summary>Writes <paramref name="count"/> elements; no two may have one place.</summary>
    public static void Run<T>(T* row, T* target, in StridedLayout layout, int count) where T : unmanaged
    {
        var work = new Parts<T>(row, target, layout, count);
        WorkerPool.For((int)(((long)count + PerItem - 1) / PerItem), ref work);
    }

    /// <summary>
    /// The same into each of some blocks of a size, from its first place on, with zeros elsewhere; a block is cleared just before it is
    /// written.
    /// </summary>
    public static void IntoZeros<T>(T* row, T* target, in StridedLayout layout, int count, int first, int blocks, int size)
        where T : unmanaged
    {
        var work = new Blocks<T>(row, target, layout, count, first, size);
        WorkerPool.ForRows(blocks, Math.Max(1, PerItem / size), in work);
    }

    private readonly struct Parts<T>(T* row, T* target, StridedLayout layout, int count) : IWork where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            int start = index * PerItem;
            layout.Scatter(row + start, start, Math.Min(PerItem, count - start), target);
        }
    }

    private readonly struct Blocks<T>(T* row, T* places, StridedLayout layout, int count, int first, int size) : IRowWork
        where T : unmanaged
    {
        public void Row(int block)
        {
            T* target = places + ((nint)block * size);
            new Span<T>(target, size).Clear();
            if (count > 0) layout.Scatter(row + ((nint)block * count), 0, count, target + first);
        }
    }
}
