namespace Adjoint.Nn;

/// <summary>
/// Instance normalisation of [N, C, …] or [C, …]: each channel of each image by its own mean and biased variance. With running
/// averages, evaluation uses these, as batch normalisation does. Ulyanov et al. 2016 (arXiv 1607.08022).
/// </summary>
public abstract class InstanceNorm : RunningNorm
{
    private protected InstanceNorm(
        int axes, int numFeatures, double eps, double momentum, bool affine, bool trackRunningStats, DType dtype)
        : base(axes, numFeatures, eps, momentum, affine, trackRunningStats, dtype) { }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (x.Rank == Axes + 1) return Apply(x.Unsqueeze(0)).Squeeze(0);
        EnsureChannels(x);
        if (x.Rank != Axes + 2 || x.Shape[1] != Channels)
            throw new ShapeException($"{Kind}: takes [N, {Channels}, {Axes} sizes] or [{Channels}, {Axes} sizes], not {x.Shape}.");
        if (!Training && RunningMean is not null) return x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, Epsilon);
        Tensor.CheckHasPlaces(x);
        return NormalizeAndTrack(x, new Adjoint.Axes(0b11));
    }
}

/// <summary>Instance normalisation along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm1d(
    int numFeatures, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType dtype = DType.Float32)
    : InstanceNorm(1, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Instance normalisation over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm2d(
    int numFeatures, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType dtype = DType.Float32)
    : InstanceNorm(2, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Instance normalisation over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm3d(
    int numFeatures, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType dtype = DType.Float32)
    : InstanceNorm(3, numFeatures, eps, momentum, affine, trackRunningStats, dtype);
