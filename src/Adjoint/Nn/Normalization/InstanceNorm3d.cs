namespace Adjoint.Nn;

/// <summary>Instance normalisation over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm3d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType type = DType.Float32)
    : InstanceNorm(3, channels, epsilon, momentum, affine, trackRunningStats, type);
