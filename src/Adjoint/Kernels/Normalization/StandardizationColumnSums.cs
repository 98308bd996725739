namespace Adjoint.Kernels;

/// <summary>The sums of <see cref="StandardizationRowSums{T}"/> for long rows: an item has some columns of all rows.</summary>
internal readonly unsafe struct StandardizationColumnSums<T>(
    NormalizationGroups<T> groups, T* x, T* g, T* products, T* totals, GroupStatistics<T> statistics) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Columns of an item.</summary>
    private const int Columns = 2048;


    public int Items => (groups.Length + Columns - 1) / Columns;

    public void Do(int index)
    {
        int start = index * Columns;
        var sums = new StandardizationRowSums<T>(products + start, totals + start, Math.Min(Columns, groups.Length - start));
        for (int group = 0; group < groups.Count; group++)
        {
            for (int o = 0; o < groups.Outer; o++)
            {
                nint at = groups.Row(group, o) + start;
                sums.Add(x + at, g + at, statistics.Mean[group], statistics.Scale[group]);
            }
        }

        sums.Finish();
    }
}
