namespace Adjoint.Kernels;

/// <summary>
/// Sorts keys with their places, stably: short rows by insertion, longer ones digit by digit of 8 bits from the lowest, leaving out
/// digits that all have in common.
/// </summary>
internal static unsafe class RadixSort
{
    /// <summary>Up to here insertion takes less time than counting digits.</summary>
    private const int Short = 40;

    private const int Digits = 256;

    /// <summary>Sorts a row of numbers.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="mask">What keys are exclusive-ored with: all their bits for descending order.</param>
    /// <param name="items">Room for twice as many items.</param>
    /// <returns>The sorted items, in one half of the room.</returns>
    public static TItem* Run<T, TItem>(T* x, int count, ulong mask, TItem* items)
        where T : unmanaged
        where TItem : unmanaged, ISortItem<TItem>
    {
        for (int i = 0; i < count; i++) items[i] = TItem.Of(OrderKey.Of(x[i]) ^ mask, i);
        return Run(items, count, OrderKey.Bytes<T>());
    }

    /// <summary>Sorts items, whose places ascend, with as much room behind them; returns where they then are.</summary>
    public static TItem* Run<TItem>(TItem* items, int count, int bytes) where TItem : unmanaged, ISortItem<TItem>
    {
        if (count <= Short)
        {
            Insert(items, count);
            return items;
        }

        int* counts = stackalloc int[bytes * Digits];
        new Span<int>(counts, bytes * Digits).Clear();
        for (int i = 0; i < count; i++)
        {
            ulong key = items[i].Key;
            for (int digit = 0; digit < bytes; digit++, key >>= 8) counts[(digit * Digits) + (byte)key]++;
        }

        TItem* from = items;
        TItem* to = items + count;
        for (int digit = 0; digit < bytes; digit++, counts += Digits)
        {
            int shift = 8 * digit;
            if (counts[(byte)(from->Key >> shift)] == count) continue;
            int start = 0;
            for (int i = 0; i < Digits; i++) (counts[i], start) = (start, start + counts[i]);
            for (int i = 0; i < count; i++)
            {
                TItem item = from[i];
                to[counts[(byte)(item.Key >> shift)]++] = item;
            }

            TItem* sorted = to;
            to = from;
            from = sorted;
        }

        return from;
    }

    private static void Insert<TItem>(TItem* items, int count) where TItem : unmanaged, ISortItem<TItem>
    {
        for (int i = 1; i < count; i++)
        {
            TItem item = items[i];
            int at = i;
            for (; at > 0 && TItem.IsBefore(item, items[at - 1]); at--) items[at] = items[at - 1];
            items[at] = item;
        }
    }
}
