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

    /// <summary>y = (x − mean) / √(variance + ε), times weight, plus bias.</summary>
    /// <param name="x">[outer, groups, length].</param>
    /// <param name="y">The result, as large.</param>
    /// <param name="outer">Rows of a group.</param>
    /// <param name="groups">Groups, each with a mean and a variance of its own.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    /// <param name="affine">Weight and bias, or default for none.</param>
    /// <param name="statistics">Where the statistics of each group are written.</param>
    public static void Run<T>(
        T* x, T* y, int outer, int groups, int length, double epsilon, Affine<T> affine, GroupStatistics<T> statistics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        KernelType.RequireReal<T>(nameof(Standardization));
        var work = new StandardizationForward<T>
        {
            Groups = new(outer, groups, length),
            X = x,
            Y = y,
            Epsilon = epsilon,
            Affine = affine,
            Statistics = statistics,
        };
        WorkerPool.For(work.Groups.Items, ref work);
    }

    /// <summary>All gradients: dx = (wg − mean wg − x̂ · mean (wg · x̂)) / √(variance + ε), dw = Σg·x̂ and db = Σg.</summary>
    /// <param name="x">[outer, groups, length].</param>
    /// <param name="g">The gradient of the result, as large.</param>
    /// <param name="outer">Rows of a group.</param>
    /// <param name="groups">Groups, each with a mean and a variance of its own.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="statistics">Mean and scale of each group.</param>
    /// <param name="weight">Weights, or null for 1.</param>
    /// <param name="period">Group g has the weight at g mod this, which divides the groups; 0 where each element of a row has its
    /// own.</param>
    /// <param name="dx">The gradient of x, or null if it is not wanted.</param>
    /// <param name="dWeight">The gradient of the weights, [period] or [length], or null.</param>
    /// <param name="dBias">The gradient of the bias, as large; null if and only if <paramref name="dWeight"/> is.</param>
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
