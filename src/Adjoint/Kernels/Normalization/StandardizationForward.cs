namespace Adjoint.Kernels;

/// <summary>The groups of an item standardised: memory is read once for the statistics and once more for the result.</summary>
internal readonly unsafe struct StandardizationForward<T>(
    NormalizationGroups<T> layout, T* source, T* result, double epsilon, Affine<T> weights, GroupStatistics<T> statistics) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(int index)
    {
        NormalizationGroups<T> groups = layout;
        Affine<T> affine = weights;
        (int first, int end) = groups.Item(index);
        bool streams = groups.Bytes >= Streaming.Threshold;
        T* buffer = !streams ? null : Scratch.Take<T>(ScratchSlot.Rows, NormalizationGroups<T>.Block);
        for (int group = first; group < end; group++)
        {
            (double mean, double variance) = groups.Statistics(source, group);
            double scale = 1 / Math.Sqrt(variance + epsilon);
            bool isScaled = ScaledStandardization<T>.IsNeeded(variance, epsilon);
            if (isScaled) (mean, variance, scale) = ScaledStandardization<T>.Statistics(in groups, source, group, epsilon);
            T centre = T.CreateTruncating(mean), factor = T.CreateTruncating(scale), summand = T.Zero;
            (statistics.Mean[group], statistics.Scale[group]) = (centre, factor);
            statistics.Variance[group] = T.CreateTruncating(variance);
            if (isScaled)
            {
                ScaledStandardization<T>.Forward(in groups, group, source, result, mean, scale, in affine);
                continue;
            }

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
                    T* to = streams ? buffer : result + at, prefetched = (streams ? source : result) + at + ahead;
                    if (affine.Weight == null || affine.Period > 0)
                        Scale(source + at, to, count, centre, factor, summand, false, null, null, prefetched);
                    else
                        Scale(source + at, to, count, centre, factor, T.Zero, true, affine.Weight + start, affine.Bias + start, prefetched);
                    if (streams) Streaming.Copy(buffer, result + at, count);
                }
            }
        }

        if (streams) Streaming.Finish();
    }

    /// <summary>By a factor and a summand, or by weights and biases element by element: which, is a constant to the compiler.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(
        T* x, T* y, int length, T mean, T factor, T summand, bool isWeighted, T* weight, T* bias, T* prefetched)
    {
        int lanes = Vector512<T>.Count, last = length - lanes, i = 0;
        if (last < 0)
        {
            for (; i < length; i++)
            {
                y[i] = isWeighted ? T.MultiplyAddEstimate((x[i] - mean) * factor, weight[i], bias[i])
                    : T.MultiplyAddEstimate(x[i] - mean, factor, summand);
            }

            return;
        }

        Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor), s = Vector512.Create(summand);
        for (; i < last; i += lanes)
        {
            Prefetch.Line(prefetched + i);
            Scaled(x, m, f, s, isWeighted, weight, bias, i).Store(y + i);
        }

        Scaled(x, m, f, s, isWeighted, weight, bias, last).Store(y + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Scaled(
        T* x, Vector512<T> mean, Vector512<T> factor, Vector512<T> summand, bool isWeighted, T* weight, T* bias, int i) => isWeighted
        ? VectorMath.MultiplyAdd((Vector512.Load(x + i) - mean) * factor, Vector512.Load(weight + i), Vector512.Load(bias + i))
        : VectorMath.MultiplyAdd(Vector512.Load(x + i) - mean, factor, summand);
}
