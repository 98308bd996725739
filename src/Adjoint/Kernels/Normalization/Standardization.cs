namespace Adjoint.Kernels;

/// <summary>
/// Takes each group of [outer, groups, length], that is x[:, g, :], to mean 0 and variance 1, and pulls gradients back
/// through that: the heart of batch, layer, group and instance normalisation. A result may not overlap its operands.
/// Results are the same bits for any number of threads.
/// </summary>
internal static unsafe class Standardization
{
    /// <summary>The most items of work where each has sums of its own for every element of a row.</summary>
    private const int MaxItems = 64;

    /// <summary>The longest row for which each item has sums of its own.</summary>
    private const int LongestRow = 8192;

    /// <summary>
    /// y = (x − mean) / √(variance + ε), times weight, plus bias; x and y are [outer, groups, length]. The statistics of each group are
    /// written.
    /// </summary>
    public static void Run<T>(
        T* x, T* y, int outer, int groups, int length, double epsilon, Affine<T> affine, GroupStatistics<T> statistics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        KernelType.RequireReal<T>(nameof(Standardization));
        var layout = new NormalizationGroups<T>(outer, groups, length);
        var work = new StandardizationForward<T>(layout, x, y, epsilon, affine, statistics);
        WorkerPool.For(layout.Items, ref work);
    }

    /// <summary>
    /// All gradients: dx = (wg − mean wg − x̂ · mean (wg · x̂)) / √(variance + ε), dw = Σg·x̂ and db = Σg, from g, the gradient of the
    /// result. The period, as in <see cref="Affine{T}"/>, divides the groups. dx may be null, and both of dw and db: they are not wanted.
    /// </summary>
    public static void Backward<T>(
        T* x, T* g, int outer, int groups, int length, GroupStatistics<T> statistics, T* weight, int period,
        T* dx, T* dWeight, T* dBias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        KernelType.RequireReal<T>(nameof(Standardization));
        bool sumsRows = dWeight != null && period == 0;
        var work = new StandardizationBackward<T>
        {
            Groups = new(outer, groups, length, sumsRows ? MaxItems : int.MaxValue),
            X = x,
            G = g,
            Dx = dx,
            Statistics = statistics,
            Weight = weight,
            Period = period,
        };
        if (sumsRows) BackwardOfRows(work, dWeight, dBias);
        else if (dWeight != null) BackwardOfGroups(work, dWeight, dBias);
        else if (dx != null) WorkerPool.For(work.Groups.Items, ref work);
    }

    /// <summary>Each group has a weight: its sums are at hand, and are added up over the groups that share a weight.</summary>
    private static void BackwardOfGroups<T>(StandardizationBackward<T> work, T* dWeight, T* dBias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int groups = work.Groups.Count, period = work.Period;
        double* sums = work.GroupSums = Scratch.Take<double>(ScratchSlot.Partials, 2L * groups);
        WorkerPool.For(work.Groups.Items, ref work);
        for (int i = 0; i < period; i++)
        {
            double sum = 0, product = 0;
            for (int group = i; group < groups; group += period)
            {
                sum += sums[2 * (nint)group];
                product += sums[(2 * (nint)group) + 1];
            }

            dBias[i] = T.CreateTruncating(sum);
            dWeight[i] = T.CreateTruncating(product);
        }
    }

    /// <summary>Each element of a row has a weight: items have sums of their own, or columns are added up apart.</summary>
    private static void BackwardOfRows<T>(StandardizationBackward<T> work, T* dWeight, T* dBias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NormalizationGroups<T> groups = work.Groups;
        if (groups.Length > LongestRow)
        {
            if (work.Dx != null) WorkerPool.For(groups.Items, ref work);
            var columns = new StandardizationColumnSums<T>(groups, work.X, work.G, dWeight, dBias, work.Statistics);
            WorkerPool.For(columns.Items, ref columns);
            return;
        }

        long partials = (long)groups.Items * groups.Length;
        work.WeightSums = Scratch.Take<T>(ScratchSlot.Partials, 2 * partials);
        work.BiasSums = work.WeightSums + partials;
        WorkerPool.For(groups.Items, ref work);

        // So few items that the reduction takes no memory of its own.
        Reduction.Run<T, SumReducer<T>>(work.WeightSums, dWeight, 1, groups.Items, groups.Length);
        Reduction.Run<T, SumReducer<T>>(work.BiasSums, dBias, 1, groups.Items, groups.Length);
    }
}
