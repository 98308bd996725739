namespace Adjoint.Nn;

/// <summary>Batch normalisation of [N, C, L] or [N, C].</summary>
/// <inheritdoc/>
public sealed class BatchNorm1d(
    int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
    DType type = DType.Float32)
    : BatchNorm(1, channels, epsilon, momentum, affine, trackRunningStats, type);
