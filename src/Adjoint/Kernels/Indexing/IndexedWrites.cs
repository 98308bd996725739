namespace Adjoint.Kernels;

/// <summary>How a value joins what stands at its place.</summary>
internal interface ICombination<T>
{
    /// <summary>What stands there afterwards.</summary>
    static abstract T Join(T before, T value);
}

/// <summary>Writing at indices, which have been checked: in order, so that of equal places the last value counts.</summary>
internal static unsafe class IndexedWrites
{
    /// <summary>Bytes of a work item.</summary>
    private const int Grain = 64 * 1024;

    /// <summary>y[o, index[i]] = x[o, i] for rows of bytes, with x [outer, count, row] and y [outer, size, row].</summary>
    public static void Copy(byte* x, long* index, byte* y, int outer, int size, int count, int row)
    {
        long block = Math.Max(1, (long)count * row);
        WorkerPool.ForRows(outer, (int)Math.Max(1, Grain / block), new Copying(x, y, index, size, count, row));
    }

    /// <summary>y[line(i) + index[i]·stride] becomes what it is joined with x[i].</summary>
    public static void Scatter<T, TCombination>(GatherLayout layout, T* x, long* index, T* y)
        where T : unmanaged
        where TCombination : ICombination<T>
    {
        for (int row = 0; row < layout.Rows; row++)
        {
            T* line = y + layout.Row(row);
            for (int i = 0; i < layout.Length; i++, line += layout.Step)
            {
                T* at = line + ((nint)(*index++) * layout.AxisStride);
                *at = TCombination.Join(*at, *x++);
            }
        }
    }

    /// <summary>y[i] = 1 where no later index points to the same place, else 0; last has a number for each place.</summary>
    public static void MarkLast(GatherLayout layout, long* index, int* last, byte* y)
    {
        int count = layout.Rows * layout.Length;
        for (int i = 0, row = 0; row < layout.Rows; row++)
        {
            int* line = last + layout.Row(row);
            for (int end = i + layout.Length; i < end; i++, line += layout.Step) line[(nint)index[i] * layout.AxisStride] = i;
        }

        new Span<byte>(y, count).Clear();
        for (int i = 0, row = 0; row < layout.Rows; row++)
        {
            int* line = last + layout.Row(row);
            for (int end = i + layout.Length; i < end; i++, line += layout.Step)
                if (line[(nint)index[i] * layout.AxisStride] == i) y[i] = 1;
        }
    }

    /// <summary>
    /// y[i] = or += index[i]·stride, where a negative index counts from the end of the size. Gives the first place whose index is outside;
    /// −1 if there is none.
    /// </summary>
    public static int Flatten(long* index, long* y, int count, long size, long stride, bool adds)
    {
        for (int i = 0; i < count; i++)
        {
            long at = index[i];
            if (at < 0) at += size;
            if ((ulong)at >= (ulong)size) return i;
            y[i] = adds ? y[i] + (at * stride) : at * stride;
        }

        return -1;
    }

    /// <summary>Writes row i of some rows to the elements of a strided layout that begins at place offset[i].</summary>
    public static void Rows<T>(T* rows, T* target, long* offset, int count, in StridedLayout layout, int row) where T : unmanaged
    {
        if (row == 0) return;
        for (int i = 0; i < count; i++, rows += row)
        {
            if (row == 1) target[(nint)offset[i]] = *rows;
            else layout.Scatter(rows, 0, row, target + (nint)offset[i]);
        }
    }

    private readonly struct Copying(byte* x, byte* y, long* index, int size, int count, int bytes) : IRowWork
    {
        public void Row(int outer)
        {
            byte* from = x + ((nint)outer * count * bytes);
            byte* block = y + ((nint)outer * size * bytes);
            if (bytes == sizeof(int))
            {
                for (int i = 0; i < count; i++) ((int*)block)[(nint)index[i]] = ((int*)from)[i];
                return;
            }

            if (bytes == sizeof(long))
            {
                for (int i = 0; i < count; i++) ((long*)block)[(nint)index[i]] = ((long*)from)[i];
                return;
            }

            for (int i = 0; i < count; i++, from += bytes)
                Unsafe.CopyBlockUnaligned(block + ((nint)index[i] * bytes), from, (uint)bytes);
        }
    }
}

/// <summary>The value itself.</summary>
internal readonly struct Replacement<T> : ICombination<T>
{
    public static T Join(T before, T value) => value;
}

/// <summary>The product.</summary>
internal readonly struct ProductCombination<T> : ICombination<T> where T : INumber<T>
{
    public static T Join(T before, T value) => before * value;
}

/// <summary>The larger; NaN where either is.</summary>
internal readonly struct LargerCombination<T> : ICombination<T> where T : INumber<T>
{
    public static T Join(T before, T value) => T.Max(before, value);
}

/// <summary>The smaller; NaN where either is.</summary>
internal readonly struct SmallerCombination<T> : ICombination<T> where T : INumber<T>
{
    public static T Join(T before, T value) => T.Min(before, value);
}
