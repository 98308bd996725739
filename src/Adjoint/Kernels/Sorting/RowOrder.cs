namespace Adjoint.Kernels;

/// <summary>What can be asked of the order of the numbers in each row: an answer is places in the row.</summary>
internal static unsafe class RowOrder
{
    /// <summary>Rows shorter than this are sorted where a part of their order is asked for.</summary>
    private const int SelectFrom = 64;

    /// <summary>Of a row this many times longer than what is chosen, a heap chooses: hardly any element gets into it.</summary>
    private const int HeapUpTo = 64;

    /// <summary>Elements that make an item of work worth its dispatch.</summary>
    private const int Grain = 4096;

    /// <summary>All places in the order of their numbers, stably; NaN is largest.</summary>
    public static void Sort<T>(T* x, long* places, int rows, int length, bool descending) where T : unmanaged, INumber<T>
    {
        if (length > 0) WorkerPool.ForRows(rows, PerItem(length), new Sorting<T>(x, places, length, length, descending, true));
    }

    /// <summary>The places of the k largest or smallest, in order if that is asked for, else by place; NaN is largest.</summary>
    public static void Top<T>(T* x, long* places, int rows, int length, int k, bool largest, bool sorted) where T : unmanaged, INumber<T>
    {
        if (k > 0) WorkerPool.ForRows(rows, PerItem(length), new Sorting<T>(x, places, length, k, largest, sorted));
    }

    /// <summary>The place of the k-th smallest, counted from 0.</summary>
    public static void Kth<T>(T* x, long* places, int rows, int length, int k) where T : unmanaged, INumber<T> =>
        WorkerPool.ForRows(rows, PerItem(length), new Selecting<T>(x, places, length, k));

    /// <summary>
    /// The place of the median, of two in the middle the lower. A NaN is the median where there is one, or is left out if there are others.
    /// </summary>
    public static void Median<T>(T* x, long* places, int rows, int length, bool ignoreNaN) where T : unmanaged, INumber<T> =>
        WorkerPool.ForRows(rows, PerItem(length), new Middle<T>(x, places, length, ignoreNaN));

    /// <summary>The last place of the most frequent number, of several the smallest.</summary>
    public static void Mode<T>(T* x, long* places, int rows, int length) where T : unmanaged, INumber<T> =>
        WorkerPool.ForRows(rows, PerItem(length), new Counting<T>(x, places, length));

    private static int PerItem(int length) => Math.Max(1, Grain / Math.Max(1, length));

    private readonly struct Sorting<T>(T* x, long* places, int length, int k, bool descending, bool sorted) : IRowWork where T : unmanaged
    {
        public void Row(int row)
        {
            if (sizeof(T) <= 4) Row<NarrowItem>(row);
            else Row<WideItem>(row);
        }

        private void Row<TItem>(int row) where TItem : unmanaged, ISortItem<TItem>
        {
            T* from = x + ((nint)row * length);
            long* to = places + ((nint)row * k);
            ulong mask = descending ? OrderKey.Mask<T>() : 0;
            TItem* items;
            if (k <= length / HeapUpTo)
            {
                items = Scratch.Take<TItem>(ScratchSlot.Rows, 2 * (long)k);
                BoundedHeap.Least(from, length, mask, items, k);
                if (sorted) new Span<TItem>(items, k).Sort(static (a, b) => TItem.IsBefore(a, b) ? -1 : 1);
            }
            else if (length < SelectFrom || k > length / 4)
            {
                items = RadixSort.Run(from, length, mask, Scratch.Take<TItem>(ScratchSlot.Rows, 2 * (long)length));
            }
            else
            {
                ulong* keys = Scratch.Take<ulong>(ScratchSlot.Partials, length);
                ulong last = RadixSelection.Key(from, length, mask, k - 1, keys, out int less);
                items = Scratch.Take<TItem>(ScratchSlot.Rows, 2 * (long)k);
                int equals = k - less;
                for (int i = 0, kept = 0; kept < k; i++)
                {
                    ulong key = OrderKey.Of(from[i]) ^ mask;
                    if (key < last || (key == last && equals-- > 0)) items[kept++] = TItem.Of(key, i);
                }

                if (sorted) items = RadixSort.Run(items, k, OrderKey.Bytes<T>());
            }

            for (int i = 0; i < k; i++) to[i] = items[i].Place;
            if (!sorted) new Span<long>(to, k).Sort();
        }
    }

    private readonly struct Selecting<T>(T* x, long* places, int length, int k) : IRowWork where T : unmanaged
    {
        public void Row(int row) => places[row] = RadixSelection.Place(
            x + ((nint)row * length), length, k, Scratch.Take<ulong>(ScratchSlot.Partials, length));
    }

    private readonly struct Middle<T>(T* x, long* places, int length, bool ignoreNaN) : IRowWork where T : unmanaged, INumber<T>
    {
        public void Row(int row)
        {
            T* from = x + ((nint)row * length);
            int first = -1, missing = 0;
            for (int i = 0; i < length; i++)
            {
                if (!OrderKey.IsNaN(from[i])) continue;
                if (first < 0) first = i;
                missing++;
            }

            places[row] = first >= 0 && (!ignoreNaN || missing == length)
                ? first
                : RadixSelection.Place(from, length, (length - missing - 1) / 2, Scratch.Take<ulong>(ScratchSlot.Partials, length));
        }
    }

    private readonly struct Counting<T>(T* x, long* places, int length) : IRowWork where T : unmanaged
    {
        public void Row(int row)
        {
            if (sizeof(T) <= 4) Row<NarrowItem>(row);
            else Row<WideItem>(row);
        }

        private void Row<TItem>(int row) where TItem : unmanaged, ISortItem<TItem>
        {
            TItem* items = RadixSort.Run(
                x + ((nint)row * length), length, 0, Scratch.Take<TItem>(ScratchSlot.Rows, 2 * (long)length));
            int most = 0;
            for (int start = 0, end; start < length; start = end)
            {
                for (end = start + 1; end < length && items[end].Key == items[start].Key; end++) { }
                if (end - start <= most) continue;
                most = end - start;
                places[row] = items[end - 1].Place;
            }
        }
    }
}
