namespace Adjoint.Kernels;

/// <summary>Draws categories by their weights, which are not negative and not all 0.</summary>
internal static class CategorySampler
{
    /// <summary>With replacement: a category for each even number over [0, 1).</summary>
    public static void Replace(ReadOnlySpan<double> weights, ReadOnlySpan<double> uniform, Span<long> chosen)
    {
        var sums = new double[weights.Length];
        double sum = 0;
        int last = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            if (weights[i] > 0) last = i;
            sums[i] = sum += weights[i];
        }

        for (int k = 0; k < chosen.Length; k++)
        {
            double at = uniform[k] * sum;
            int low = 0, high = last;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (sums[middle] > at) high = middle;
                else low = middle + 1;
            }

            chosen[k] = low;
        }
    }

    /// <summary>
    /// Without replacement, in the order of drawing: what happens first where each category waits, by an exponential time of mean 1, at the
    /// rate of its weight. P. Efraimidis, P. Spirakis: "Weighted random sampling with a reservoir", 2006.
    /// </summary>
    public static void Take(ReadOnlySpan<double> weights, ReadOnlySpan<double> times, Span<long> chosen)
    {
        var waits = new double[weights.Length];
        for (int i = 0; i < waits.Length; i++) waits[i] = weights[i] > 0 ? times[i] / weights[i] : double.PositiveInfinity;
        if (chosen.Length <= 8)
        {
            for (int k = 0; k < chosen.Length; k++)
            {
                int first = 0;
                for (int i = 1; i < waits.Length; i++)
                    if (waits[i] < waits[first]) first = i;
                chosen[k] = first;
                waits[first] = double.PositiveInfinity;
            }

            return;
        }

        var order = new int[waits.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(waits, order);
        for (int k = 0; k < chosen.Length; k++) chosen[k] = order[k];
    }
}
