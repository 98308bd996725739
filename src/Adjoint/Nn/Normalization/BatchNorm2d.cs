namespace Adjoint.Nn;

/// <summary>Batch normalisation of images [N, C, H, W].</summary>
/// <inheritdoc/>
public sealed class BatchNorm2d(
    int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
    DType type = DType.Float32)
    : BatchNorm(2, channels, epsilon, momentum, affine, trackRunningStats, type);
