namespace Adjoint.Nn;

/// <summary>Instance normalisation over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm2d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType type = DType.Float32)
    : InstanceNorm(2, channels, epsilon, momentum, affine, trackRunningStats, type);
