namespace Adjoint.Kernels;

/// <summary>The groups of an item standardised: memory is read once for the statistics and once more for the result.</summary>
internal unsafe struct StandardizationForward<T> : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    public NormalizationGroups<T> Groups;
    public T* X, Y;
    public double Epsilon;
    public Affine<T> Affine;
    public GroupStatistics<T> Statistics;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Do(int index)
    {
        NormalizationGroups<T> groups = Groups;
        Affine<T> affine = Affine;
        (int first, int end) = groups.Item(index);
        bool streams = groups.Bytes >= Streaming.Threshold;
        T* buffer = !streams ? null : Scratch.Take<T>(ScratchSlot.Rows, NormalizationGroups<T>.Block);
        for (int group = first; group < end; group++)
        {
            (double mean, double variance) = groups.Statistics(X, group);
            double scale = 1 / Math.Sqrt(variance + Epsilon);
            T centre = T.CreateTruncating(mean), factor = T.CreateTruncating(scale), summand = T.Zero;
            (Statistics.Mean[group], Statistics.Scale[group]) = (centre, factor);
            Statistics.Variance[group] = T.CreateTruncating(variance);
            if (affine.Period > 0)
            {
                factor *= affine.Weight[group % affine.Period];
                summand = affine.Bias[group % affine.Period];
            }

            // Prefetched: the result; or, if it goes past the caches, the source.
            nint ahead = streams ? groups.SourceAhead(group + 1 < end) : groups.ResultAhead;
            for (int o = 0; o < groups.Outer; o++)
            {
                for (int start = 0; start < groups.Length; start += NormalizationGroups<T>.Block)
                {
                    int count = Math.Min(NormalizationGroups<T>.Block, groups.Length - start);
                    nint at = groups.Row(group, o) + start;
                    T* to = streams ? buffer : Y + at, prefetched = (streams ? X : Y) + at + ahead;
                    if (affine.Weight == null || affine.Period > 0)
                        Scale(X + at, to, count, centre, factor, summand, prefetched);
                    else
                        Scale(X + at, to, count, centre, factor, affine.Weight + start, affine.Bias + start, prefetched);
                    if (streams) Streaming.Copy(buffer, Y + at, count);
                }
            }
        }

        if (streams) Streaming.Finish();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(T* x, T* y, int length, T mean, T factor, T summand, T* prefetched)
    {
        int lanes = Vector512<T>.Count, last = length - lanes, i = 0;
        if (last < 0)
        {
            for (; i < length; i++) y[i] = T.MultiplyAddEstimate(x[i] - mean, factor, summand);
            return;
        }

        Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor), s = Vector512.Create(summand);
        for (; i < last; i += lanes)
        {
            Prefetch.Line(prefetched + i);
            VectorMath.MultiplyAdd(Vector512.Load(x + i) - m, f, s).Store(y + i);
        }

        VectorMath.MultiplyAdd(Vector512.Load(x + last) - m, f, s).Store(y + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(T* x, T* y, int length, T mean, T factor, T* weight, T* bias, T* prefetched)
    {
        int lanes = Vector512<T>.Count, last = length - lanes, i = 0;
        if (last < 0)
        {
            for (; i < length; i++) y[i] = T.MultiplyAddEstimate((x[i] - mean) * factor, weight[i], bias[i]);
            return;
        }

        Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor);
        for (; i < last; i += lanes)
        {
            Prefetch.Line(prefetched + i);
            Weighted(x + i, m, f, weight + i, bias + i).Store(y + i);
        }

        Weighted(x + last, m, f, weight + last, bias + last).Store(y + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Weighted(T* x, Vector512<T> mean, Vector512<T> factor, T* weight, T* bias) =>
        VectorMath.MultiplyAdd((Vector512.Load(x) - mean) * factor, Vector512.Load(weight), Vector512.Load(bias));
}
