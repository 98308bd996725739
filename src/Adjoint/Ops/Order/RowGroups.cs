namespace Adjoint.Ops;

/// <summary>Equal rows of a table brought together. A row with a NaN equals none.</summary>
/// <param name="count">Number of rows.</param>
internal sealed class RowGroups(int count)
{
    private readonly long[] inverse = new long[count];
    private long[] first = new long[count];
    private long[] counts = [];

    /// <summary>For each row its group.</summary>
    public ReadOnlySpan<long> Inverse => inverse;

    /// <summary>For each group its first row.</summary>
    public ReadOnlySpan<long> First => first;

    /// <summary>For each group how many rows it has.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>Finds the groups of equal rows: all of them, in order, or those of neighbours.</summary>
    public unsafe void Find<T>(Span<T> table, bool sorts) where T : unmanaged, INumber<T>
    {
        if (count == 0) return;
        int width = table.Length / count, groups = 0;
        long[] order = new long[count], starts = new long[count];
        fixed (T* rows = table)
        fixed (long* places = order)
        {
            T* start = rows;
            if (sorts && width == 1)
            {
                RowOrder.Sort(start, places, 1, count, false);
            }
            else
            {
                for (int i = 0; i < count; i++) places[i] = i;
                if (sorts) order.AsSpan().Sort((a, b) => Order(start, width, a, b));
            }

            T* before = rows;
            for (int i = 0; i < count; i++)
            {
                T* row = rows + ((nint)places[i] * width);
                if (i == 0 || !Equals(before, row, width))
                {
                    first[groups] = places[i];
                    starts[groups++] = i;
                }

                inverse[places[i]] = groups - 1;
                before = row;
            }
        }

        Array.Resize(ref first, groups);
        counts = new long[groups];
        for (int i = 0; i < groups; i++) counts[i] = (i + 1 < groups ? starts[i + 1] : count) - starts[i];
    }

    /// <summary>By the first elements that differ, NaN last; of equal rows the one before comes first.</summary>
    private static unsafe int Order<T>(T* rows, int width, long a, long b) where T : unmanaged
    {
        T* x = rows + ((nint)a * width), y = rows + ((nint)b * width);
        for (int i = 0; i < width; i++)
            if (OrderKey.Of(x[i]).CompareTo(OrderKey.Of(y[i])) is not 0 and var order) return order;
        return a.CompareTo(b);
    }

    private static unsafe bool Equals<T>(T* x, T* y, int width) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < width; i++)
            if (!(x[i] == y[i])) return false;
        return true;
    }
}
