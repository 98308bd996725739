namespace Adjoint.Ops;

/// <summary>Equal rows of a table brought together. A row with a NaN equals none.</summary>
/// <param name="count">Number of rows.</param>
internal sealed class RowGroups(int count)
{
    private readonly long[] inverse = new long[count];
    private readonly List<long> first = [];
    private readonly List<long> counts = [];

    /// <summary>For each row its group.</summary>
    public ReadOnlySpan<long> Inverse => inverse;

    /// <summary>For each group its first row.</summary>
    public ReadOnlySpan<long> First => CollectionsMarshal.AsSpan(first);

    /// <summary>For each group how many rows it has.</summary>
    public ReadOnlySpan<long> Counts => CollectionsMarshal.AsSpan(counts);

    /// <summary>Finds the groups of equal rows: all of them, in order, or those of neighbours.</summary>
    public unsafe void Find<T>(Span<T> table, bool sorts) where T : unmanaged, INumber<T>
    {
        int width = count == 0 ? 0 : table.Length / count;
        int[] order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        fixed (T* rows = table)
        {
            T* start = rows;
            if (sorts && width == 1)
            {
                long[] places = new long[count];
                fixed (long* to = places) RowOrder.Sort(start, to, 1, count, false);
                for (int i = 0; i < count; i++) order[i] = (int)places[i];
            }
            else if (sorts)
            {
                order.AsSpan().Sort((a, b) => Order(start, width, a, b));
            }

            for (int i = 0; i < count; i++)
            {
                if (i == 0 || !Equals(start, width, order[i - 1], order[i]))
                {
                    first.Add(order[i]);
                    counts.Add(0);
                }

                counts[^1]++;
                inverse[order[i]] = counts.Count - 1;
            }
        }
    }

    /// <summary>By the first elements that differ, NaN last; of equal rows the one before comes first.</summary>
    private static unsafe int Order<T>(T* rows, int width, int a, int b) where T : unmanaged
    {
        T* x = rows + ((nint)a * width), y = rows + ((nint)b * width);
        for (int i = 0; i < width; i++)
            if (OrderKey.Of(x[i]).CompareTo(OrderKey.Of(y[i])) is not 0 and var order) return order;
        return a.CompareTo(b);
    }

    private static unsafe bool Equals<T>(T* rows, int width, int a, int b) where T : unmanaged, INumber<T>
    {
        T* x = rows + ((nint)a * width), y = rows + ((nint)b * width);
        for (int i = 0; i < width; i++)
            if (!(x[i] == y[i])) return false;
        return true;
    }
}
