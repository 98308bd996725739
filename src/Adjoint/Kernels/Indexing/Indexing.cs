using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>
/// How an index with one entry for each element pairs with an indexed block of memory: both are row-major, and the
/// index may be shorter along every axis. A row runs along the last axis of the index.
/// </summary>
internal readonly struct GatherLayout
{
    private readonly int[] sizes;
    private readonly int[] steps;

    /// <summary>Pairs an index of one shape with memory of another.</summary>
    public GatherLayout(ReadOnlySpan<int> memory, ReadOnlySpan<int> index, int axis)
    {
        sizes = index.ToArray();
        steps = new int[sizes.Length];
        Rows = 1;
        int stride = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            if (i == axis) AxisStride = stride;
            // Along the axis itself the index gives the position.
            steps[i] = i == axis ? 0 : stride;
            stride *= memory[i];
            if (i < sizes.Length - 1) Rows *= sizes[i];
        }

        Length = sizes[^1];
        Step = steps[^1];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of indices in a row.</summary>
    public int Length { get; }

    /// <summary>Distance in memory between neighbours of a row before their indices are added: 1, or 0 along the indexed axis.</summary>
    public int Step { get; }

    /// <summary>Distance in the memory between neighbours along the indexed axis.</summary>
    public int AxisStride { get; }

    /// <summary>Where a row begins in the memory.</summary>
    public nint Row(int row)
    {
        nint at = 0;
        for (int axis = sizes.Length - 2; axis >= 0; axis--)
        {
            (row, int position) = Math.DivRem(row, sizes[axis]);
            at += (nint)position * steps[axis];
        }

        return at;
    }
}

/// <summary>Reading and adding at indices, which have been checked.</summary>
internal static unsafe class Indexing
{
    /// <summary>Elements of a work item.</summary>
    private const int Grain = 16 * 1024;

    /// <summary>y[i] = x[line(i) + index[i]·stride].</summary>
    public static void Gather<T>(GatherLayout layout, T* x, long* index, T* y) where T : unmanaged =>
        WorkerPool.ForRows(layout.Rows, PerItem(layout.Length), new Gathering<T>(layout, x, y, index));

    /// <summary>y[line(i) + index[i]·stride] += x[i], in order.</summary>
    public static void ScatterAdd<T>(GatherLayout layout, T* x, long* index, T* y) where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < layout.Rows; row++)
        {
            T* line = y + layout.Row(row);
            for (int i = 0; i < layout.Length; i++, line += layout.Step) line[*index++ * layout.AxisStride] += *x++;
        }
    }

    /// <summary>Copies rows of bytes: y[o, i] = x[o, index[i]], with x [outer, size, row] and y [outer, count, row].</summary>
    public static void Select(byte* x, long* index, byte* y, int outer, int size, int count, int row)
    {
        switch (row)
        {
            case sizeof(byte): Pick(x, index, y, outer, size, count); break;
            case sizeof(short): Pick((short*)x, index, (short*)y, outer, size, count); break;
            case sizeof(int): Pick((int*)x, index, (int*)y, outer, size, count); break;
            case sizeof(long): Pick((long*)x, index, (long*)y, outer, size, count); break;
            default:
                var work = new Selecting(x, y, index, size, count, row);
                WorkerPool.ForRows(outer * count, PerItem(row), in work);
                break;
        }
    }

    /// <summary>y[o, index[i]] += x[o, i], in order, for rows of <paramref name="row"/> elements.</summary>
    public static void Add<T>(T* x, long* index, T* y, int outer, int size, int count, int row) where T : unmanaged, INumber<T>
    {
        for (int o = 0; o < outer; o++)
        {
            T* block = y + ((nint)o * size * row);
            if (row == 1)
            {
                for (int i = 0; i < count; i++) block[(nint)index[i]] += x[i];
                x += count;
                continue;
            }

            for (int i = 0; i < count; i++, x += row)
            {
                var sum = new Span<T>(block + (nint)(index[i] * row), row);
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(x, row), sum);
            }
        }
    }

    /// <summary>The same for rows of one element.</summary>
    private static void Pick<T>(T* x, long* index, T* y, int outer, int size, int count) where T : unmanaged
    {
        int pieces = (int)(((long)count + Grain - 1) / Grain);
        WorkerPool.ForRows(outer * pieces, Math.Max(1, Grain / Math.Max(1, count)), new Picking<T>(x, y, index, size, count, pieces));
    }

    private static int PerItem(int length) => Math.Max(1, Grain / Math.Max(1, length));

    private readonly struct Gathering<T>(GatherLayout layout, T* x, T* result, long* indices) : IRowWork where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int row)
        {
            int length = layout.Length, step = layout.Step;
            nint stride = layout.AxisStride;
            T* line = x + layout.Row(row), y = result + ((nint)row * length);
            long* index = indices + ((nint)row * length);
            for (int i = 0; i < length; i++, line += step) y[i] = line[(nint)index[i] * stride];
        }
    }

    private readonly struct Picking<T>(T* x, T* y, long* index, int size, int count, int pieces) : IRowWork where T : unmanaged
    {
        public void Row(int row)
        {
            (int outer, int piece) = Math.DivRem(row, pieces);
            T* from = x + ((nint)outer * size), to = y + ((nint)outer * count);
            int end = (int)Math.Min(count, ((long)piece + 1) * Grain);
            for (int i = piece * Grain; i < end; i++) to[i] = from[(nint)index[i]];
        }
    }

    private readonly struct Selecting(byte* x, byte* y, long* index, int size, int count, int bytes) : IRowWork
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int row)
        {
            (int outer, int i) = Math.DivRem(row, count);
            byte* from = x + ((((nint)outer * size) + (nint)index[i]) * bytes);
            Unsafe.CopyBlockUnaligned(y + ((nint)row * bytes), from, (uint)bytes);
        }
    }
}
