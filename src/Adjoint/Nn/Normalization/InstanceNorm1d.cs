namespace Adjoint.Nn;

/// <summary>Instance normalisation along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm1d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType type = DType.Float32)
    : InstanceNorm(1, channels, epsilon, momentum, affine, trackRunningStats, type);
