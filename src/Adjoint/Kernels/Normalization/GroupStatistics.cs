namespace Adjoint.Kernels;

/// <summary>Where the statistics of groups are, one number for each group: written going forward, read going back.</summary>
/// <param name="mean">Means.</param>
/// <param name="scale">1/√(variance + ε).</param>
/// <param name="variance">Variances, divided by the count; the way back does not read them.</param>
internal readonly unsafe struct GroupStatistics<T>(T* mean, T* scale, T* variance = null) where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T* Mean = mean;
    public readonly T* Scale = scale;
    public readonly T* Variance = variance;
}
