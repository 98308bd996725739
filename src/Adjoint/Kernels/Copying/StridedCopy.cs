using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Copies a contiguous row of elements to where the elements of a strided tensor lie.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Elements of a work item: enough that a dispatch does not count.</summary>
    private const int PerItem = 64 * 1024;

    /// <summary>Writes so many elements; no two may lie in one place.</summary>
    public static void Run<T>(T* row, T* target, in StridedLayout layout, int count) where T : unmanaged
    {
        var work = new Parts<T> { Row = row, Target = target, Layout = layout, Count = count };
        WorkerPool.For((int)(((long)count + PerItem - 1) / PerItem), ref work);
    }

    /// <summary>
    /// The same into blocks that follow one another, of which the rest becomes zero. A block is cleared just before it is
    /// written to, while it is in a cache.
    /// </summary>
    /// <param name="row">What is copied, of each block in turn.</param>
    /// <param name="target">The first block.</param>
    /// <param name="layout">Where the elements of a block go.</param>
    /// <param name="count">How many of them there are in a block.</param>
    /// <param name="first">Where the first of them goes.</param>
    /// <param name="blocks">How many blocks there are.</param>
    /// <param name="size">How many elements a block has in all.</param>
    public static void IntoZeros<T>(T* row, T* target, in StridedLayout layout, int count, int first, int blocks, int size)
        where T : unmanaged
    {
        var work = new Blocks<T>
        {
            Row = row,
            Target = target,
            Layout = layout,
            Count = count,
            First = first,
            Total = blocks,
            Size = size,
            Group = Math.Max(1, PerItem / size),
        };
        WorkerPool.For((int)(((long)blocks + work.Group - 1) / work.Group), ref work);
    }

    private struct Parts<T> : IWork where T : unmanaged
    {
        public T* Row, Target;
        public StridedLayout Layout;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int start = index * PerItem;
            Layout.Scatter(Row + start, start, Math.Min(PerItem, Count - start), Target);
        }
    }

    private struct Blocks<T> : IWork where T : unmanaged
    {
        public T* Row, Target;
        public StridedLayout Layout;
        public int Count, First, Total, Size, Group;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int end = (int)Math.Min(Total, ((long)index + 1) * Group);
            for (int i = index * Group; i < end; i++)
            {
                T* target = Target + ((nint)i * Size);
                new Span<T>(target, Size).Clear();
                if (Count > 0) Layout.Scatter(Row + ((nint)i * Count), 0, Count, target + First);
            }
        }
    }
}
