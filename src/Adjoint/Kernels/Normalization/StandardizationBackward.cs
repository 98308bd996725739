namespace Adjoint.Kernels;

/// <summary>
/// The gradient of x for the groups of an item, in two passes: the sums of g and g·(x − mean), then dx. The weight is
/// multiplied in. What the gradients of weight and bias need is written beside it.
/// </summary>
internal unsafe struct StandardizationBackward<T> : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    public NormalizationGroups<T> Groups;
    public GroupStatistics<T> Statistics;
    public T* X, G, Dx;

    /// <summary>Weights, or null for 1, and their period as in <see cref="Affine{T}"/>.</summary>
    public T* Weight;
    public int Period;

    /// <summary>Σg and Σg·x̂ of each group, or null.</summary>
    public double* GroupSums;

    /// <summary>Σg·x̂ and Σg over the rows of each item, for each element of a row: [items, length] each, or null.</summary>
    public T* WeightSums, BiasSums;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Do(int index)
    {
        NormalizationGroups<T> groups = Groups;
        (int first, int end) = groups.Item(index);
        T* weights = Period == 0 ? Weight : null;
        nint own = (nint)index * groups.Length;
        StandardizationRowSums<T> sums = WeightSums == null ? default : new(WeightSums + own, BiasSums + own, groups.Length);
        for (int group = first; group < end; group++)
        {
            T centre = Statistics.Mean[group];
            double scale = double.CreateTruncating(Statistics.Scale[group]);
            double sum = 0, product = 0;
            for (int o = 0; o < groups.Outer; o += groups.BlockRows)
            {
                int rows = Math.Min(groups.BlockRows, groups.Outer - o);
                nint ahead = groups.BlockAhead(o);
                for (int start = 0; start < groups.Length; start += NormalizationGroups<T>.Block)
                {
                    nint at = groups.Row(group, o) + start;
                    int columns = Math.Min(NormalizationGroups<T>.Block, groups.Length - start);
                    if (weights == null) AddSums(X + at, G + at, null, rows, groups.Stride, columns, centre, ahead, ref sum, ref product);
                    else
                        AddWeightedSums(X + at, G + at, weights + start, rows, groups.Stride, columns, centre, ahead, ref sum, ref product);
                }
            }

            if (GroupSums != null) (GroupSums[2 * group], GroupSums[(2 * group) + 1]) = (sum, product * scale);
            if (Dx != null) Combine(group, centre, scale, sum, product, weights);
            for (int o = 0; o < groups.Outer && WeightSums != null; o++)
            {
                nint at = groups.Row(group, o);
                sums.Add(X + at, G + at, centre, T.CreateTruncating(scale));
            }
        }

        if (WeightSums != null) sums.Finish();
    }

    /// <summary>dx = scale·(wg − Σwg/n) − scale³·Σwg(x − mean)/n · (x − mean).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Combine(int group, T mean, double scale, double sum, double product, T* weights)
    {
        NormalizationGroups<T> groups = Groups;
        if (ScaledStandardization<T>.IsNeeded(scale))
        {
            ScaledStandardization<T>.Backward(
                in groups, group, X, G, Dx, double.CreateTruncating(mean), scale, sum, product, Weight, Period);
            return;
        }

        double common = weights != null || Weight == null ? scale : scale * double.CreateTruncating(Weight[group % Period]);
        T factor = T.CreateTruncating(common);
        T shift = T.CreateTruncating(common * sum / groups.Size);
        T slope = T.CreateTruncating(common * scale * scale * product / groups.Size);
        for (int o = 0; o < groups.Outer; o++)
        {
            nint at = groups.Row(group, o);
            if (weights == null)
                Combine(X + at, G + at, null, Dx + at, groups.Length, mean, factor, shift, slope, groups.ResultAhead);
            else
                Combine(X + at, G + at, weights, Dx + at, groups.Length, mean, factor, shift, slope, groups.ResultAhead);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine(T* x, T* g, T* weight, T* dx, int length, T mean, T factor, T shift, T slope, nint ahead)
    {
        int lanes = Vector512<T>.Count, last = length - lanes, i = 0;
        if (last < 0)
        {
            for (; i < length; i++)
                dx[i] = ((weight == null ? g[i] : g[i] * weight[i]) * factor) - shift - ((x[i] - mean) * slope);
            return;
        }

        Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor);
        Vector512<T> s = Vector512.Create(shift), p = Vector512.Create(slope);
        for (; i < last; i += lanes)
        {
            Prefetch.Line(dx + ahead + i);
            ((Weighted(g, weight, i) * f) - s - ((Vector512.Load(x + i) - m) * p)).Store(dx + i);
        }

        ((Weighted(g, weight, last) * f) - s - ((Vector512.Load(x + last) - m) * p)).Store(dx + last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddWeightedSums(
        T* x, T* g, T* weight, int rows, nint stride, int columns, T mean, nint ahead, ref double sum, ref double product) =>
        AddSums(x, g, weight, rows, stride, columns, mean, ahead, ref sum, ref product);

    /// <summary>Adds Σg and Σg·(x − mean) of rows of a block, g times the weight of each column unless it is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSums(
        T* x, T* g, T* weight, int rows, nint stride, int columns, T mean, nint ahead, ref double sum, ref double product)
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> counted = PartialVector.Mask<T>(lanes - (columns % lanes)), m = Vector512.Create(mean);
        Vector512<T> s0 = default, s1 = default, p0 = default, p1 = default;
        double restSum = 0, restProduct = 0;
        for (; rows > 0; rows--, x += stride, g += stride)
        {
            int i = 0;
            for (; i <= columns - (2 * lanes); i += 2 * lanes)
            {
                if (ahead != 0) PrefetchPair(x + i + ahead, g + i + ahead);
                Vector512<T> a = Weighted(g, weight, i), b = Weighted(g, weight, i + lanes);
                s0 += a;
                s1 += b;
                p0 = VectorMath.MultiplyAdd(a, Vector512.Load(x + i) - m, p0);
                p1 = VectorMath.MultiplyAdd(b, Vector512.Load(x + i + lanes) - m, p1);
            }

            if (ahead != 0) PrefetchPair(x + i + ahead, g + i + ahead);
            if (i <= columns - lanes)
            {
                Vector512<T> a = Weighted(g, weight, i);
                s0 += a;
                p0 = VectorMath.MultiplyAdd(a, Vector512.Load(x + i) - m, p0);
                i += lanes;
            }

            if (i == columns) continue;
            if (columns > lanes)
            {
                Vector512<T> b = Vector512.AndNot(Weighted(g, weight, columns - lanes), counted);
                s1 += b;
                p1 = VectorMath.MultiplyAdd(b, Vector512.Load(x + columns - lanes) - m, p1);
                continue;
            }

            // Rows shorter than a vector are added up in double precision, number by number.
            for (; i < columns; i++)
            {
                T slope = weight == null ? g[i] : g[i] * weight[i];
                restSum += double.CreateTruncating(slope);
                restProduct += double.CreateTruncating(slope * (x[i] - mean));
            }
        }

        sum += double.CreateTruncating(HorizontalReduction.Run<T, SumReducer<T>>(s0 + s1)) + restSum;
        product += double.CreateTruncating(HorizontalReduction.Run<T, SumReducer<T>>(p0 + p1)) + restProduct;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Weighted(T* g, T* weight, int i) =>
        weight == null ? Vector512.Load(g + i) : Vector512.Load(g + i) * Vector512.Load(weight + i);

    /// <summary>Prefetches two lines each into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchPair(T* x, T* g)
    {
        int lanes = Vector512<T>.Count;
        Prefetch.LineToL2(x);
        Prefetch.LineToL2(x + lanes);
        Prefetch.LineToL2(g);
        Prefetch.LineToL2(g + lanes);
    }
}
