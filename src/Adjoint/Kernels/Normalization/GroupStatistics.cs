using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>Where the statistics of groups are, one number for each group: written going forward, read going back.</summary>
/// <param name="mean">Means, or null.</param>
/// <param name="scale">1/√(variance + ε), or null.</param>
/// <param name="variance">Variances, divided by the count, or null; the way back does not read them.</param>
internal readonly unsafe struct GroupStatistics<T>(T* mean, T* scale, T* variance = null) where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T* Mean = mean;
    public readonly T* Scale = scale;
    public readonly T* Variance = variance;

    /// <summary>Writes those of a group, as far as they are wanted.</summary>
    public void Write(int group, double mean, double scale, double variance)
    {
        if (Mean != null) Mean[group] = T.CreateTruncating(mean);
        if (Scale != null) Scale[group] = T.CreateTruncating(scale);
        if (Variance != null) Variance[group] = T.CreateTruncating(variance);
    }
}
