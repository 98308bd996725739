namespace Adjoint.Nn;

/// <summary>
/// A <see cref="BatchNorm1d"/> whose number of channels is that of its first input:
/// batch normalisation of [N, C] or [N, C, L].
/// </summary>
/// <inheritdoc cref="LazyBatchNorm2d" path="/param"/>
public sealed class LazyBatchNorm1d(
    double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType dtype = DType.Float32)
    : BatchNorm(1, Lazy.Unknown, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>
/// A <see cref="BatchNorm2d"/> whose number of channels is that of its first input:
/// batch normalisation of [N, C, H, W].
/// </summary>
/// <param name="eps">Added to the variance.</param>
/// <param name="momentum">Weight of a new batch in the running averages; null for the average over all batches.</param>
/// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
/// <param name="trackRunningStats">Whether to keep running averages; without them evaluation uses the batch too.</param>
/// <param name="dtype">float32 or float64.</param>
public sealed class LazyBatchNorm2d(
    double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType dtype = DType.Float32)
    : BatchNorm(2, Lazy.Unknown, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>
/// A <see cref="BatchNorm3d"/> whose number of channels is that of its first input:
/// batch normalisation of [N, C, D, H, W].
/// </summary>
/// <inheritdoc cref="LazyBatchNorm2d" path="/param"/>
public sealed class LazyBatchNorm3d(
    double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType dtype = DType.Float32)
    : BatchNorm(3, Lazy.Unknown, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>An <see cref="InstanceNorm1d"/> whose number of channels is that of its first input.</summary>
/// <inheritdoc cref="LazyInstanceNorm2d" path="/param"/>
public sealed class LazyInstanceNorm1d(
    double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNorm(1, Lazy.Unknown, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>An <see cref="InstanceNorm2d"/> whose number of channels is that of its first input.</summary>
/// <param name="eps">Added to the variance.</param>
/// <param name="momentum">Weight of a new batch in the running averages.</param>
/// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
/// <param name="trackRunningStats">Whether to keep running averages.</param>
/// <param name="dtype">float32 or float64.</param>
public sealed class LazyInstanceNorm2d(
    double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNorm(2, Lazy.Unknown, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>An <see cref="InstanceNorm3d"/> whose number of channels is that of its first input.</summary>
/// <inheritdoc cref="LazyInstanceNorm2d" path="/param"/>
public sealed class LazyInstanceNorm3d(
    double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNorm(3, Lazy.Unknown, eps, momentum, affine, trackRunningStats, dtype);
