namespace Adjoint.Kernels;

/// <summary>
/// Standardisation of groups whose squares overflow or vanish in their type: number by number, in double precision, and scaled by a
/// power of two. Rare, so that it may be slow.
/// </summary>
internal static unsafe class ScaledStandardization<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Variances within these bounds are right as they are commonly computed.</summary>
    private static double Least => typeof(T) == typeof(float) ? 1e-34 : 1e-290;

    /// <summary>The third power of a factor within these bounds, up or down, is a number of the type like others.</summary>
    private static double MostScale => typeof(T) == typeof(float) ? 1e9 : 1e90;

    /// <summary>Whether a variance, with the ε that is added, may be wrong because squares overflowed or vanished.</summary>
    public static bool IsNeeded(double variance, double epsilon) => !(variance + epsilon >= Least && variance < double.PositiveInfinity);

    /// <summary>Whether powers of 1/√(variance + ε) overflow or vanish.</summary>
    public static bool IsNeeded(double scale) => !(scale <= MostScale && scale >= 1 / MostScale);

    /// <summary>Mean, (biased) variance and 1/√(variance + ε) of a group.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static (double Mean, double Variance, double Scale) Statistics(in NormalizationGroups<T> groups, T* x, int group, double epsilon)
    {
        double most = 0, sum = 0, squares = 0;
        for (int o = 0; o < groups.Outer; o++)
        {
            T* row = x + groups.Row(group, o);
            for (int i = 0; i < groups.Length; i++) most = Math.Max(most, Math.Abs(double.CreateTruncating(row[i])));
        }

        if (!double.IsFinite(most)) return (double.NaN, double.NaN, double.NaN);
        double unit = most == 0 ? 1 : Math.ScaleB(1, -Math.Clamp(Math.ILogB(most), -1000, 1000));
        for (int o = 0; o < groups.Outer; o++)
        {
            T* row = x + groups.Row(group, o);
            for (int i = 0; i < groups.Length; i++) sum += double.CreateTruncating(row[i]) * unit;
        }

        double mean = sum / groups.Size;
        for (int o = 0; o < groups.Outer; o++)
        {
            T* row = x + groups.Row(group, o);
            for (int i = 0; i < groups.Length; i++)
            {
                double distance = (double.CreateTruncating(row[i]) * unit) - mean;
                squares += distance * distance;
            }
        }

        double variance = squares / groups.Size;
        return (mean / unit, variance / unit / unit, unit / Math.Sqrt(variance + (epsilon * unit * unit)));
    }

    /// <summary>y = (x − mean)·scale for a row, times weight, plus bias.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Forward(
        in NormalizationGroups<T> groups, int group, T* x, T* y, double mean, double scale, in Affine<T> affine)
    {
        for (int o = 0; o < groups.Outer; o++)
        {
            nint at = groups.Row(group, o);
            for (int i = 0; i < groups.Length; i++)
            {
                double value = (double.CreateTruncating(x[at + i]) - mean) * scale;
                if (affine.Weight != null)
                {
                    int own = affine.Period > 0 ? group % affine.Period : i;
                    value = (value * double.CreateTruncating(affine.Weight[own])) + double.CreateTruncating(affine.Bias[own]);
                }

                y[at + i] = T.CreateTruncating(value);
            }
        }
    }

    /// <summary>dx = scale·(wg − Σwg/n − x̂·Σwg·x̂/n), with the sums of wg and of wg·(x − mean).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Backward(
        in NormalizationGroups<T> groups, int group, T* x, T* g, T* dx, double mean, double scale, double sum, double product,
        T* weight, int period)
    {
        double shift = sum / groups.Size, slope = product * scale / groups.Size;
        if (weight != null && period > 0)
        {
            double common = double.CreateTruncating(weight[group % period]);
            (shift, slope) = (shift * common, slope * common);
        }

        for (int o = 0; o < groups.Outer; o++)
        {
            nint at = groups.Row(group, o);
            for (int i = 0; i < groups.Length; i++)
            {
                double weighted = double.CreateTruncating(g[at + i]);
                if (weight != null) weighted *= double.CreateTruncating(weight[period > 0 ? group % period : i]);
                double standardized = (double.CreateTruncating(x[at + i]) - mean) * scale;
                dx[at + i] = T.CreateTruncating(scale * (weighted - shift - (standardized * slope)));
            }
        }
    }
}
