namespace Adjoint.Kernels;

/// <summary>The sums of <see cref="StandardizationRowSums{T}"/> for long rows: an item has some columns of all rows.</summary>
internal unsafe struct StandardizationColumnSums<T> : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Columns of an item.</summary>
    private const int Columns = 2048;

    public NormalizationGroups<T> Groups;
    public T* X, G, Products, Sums;
    public GroupStatistics<T> Statistics;

    public readonly int Items => (Groups.Length + Columns - 1) / Columns;

    public readonly void Do(int index)
    {
        int start = index * Columns;
        var sums = new StandardizationRowSums<T>(Products + start, Sums + start, Math.Min(Columns, Groups.Length - start));
        for (int group = 0; group < Groups.Count; group++)
        {
            for (int o = 0; o < Groups.Outer; o++)
            {
                nint at = Groups.Row(group, o) + start;
                sums.Add(X + at, G + at, Statistics.Mean[group], Statistics.Scale[group]);
            }
        }

        sums.Finish();
    }
}
