namespace Adjoint.Nn;

/// <summary>
/// Instance normalisation of [N, C, …] or [C, …]: each channel of each image by its own mean and biased variance. With running
/// averages, evaluation uses these, as batch normalisation does. Ulyanov et al. 2016 (arXiv 1607.08022).
/// </summary>
public abstract class InstanceNorm : RunningNorm
{
    private protected InstanceNorm(
        int axes, int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, DType type)
        : base(axes, channels, epsilon, momentum, affine, trackRunningStats, type) { }

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
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType type = DType.Float32)
    : InstanceNorm(1, channels, epsilon, momentum, affine, trackRunningStats, type);

/// <summary>Instance normalisation over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm2d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType type = DType.Float32)
    : InstanceNorm(2, channels, epsilon, momentum, affine, trackRunningStats, type);

/// <summary>Instance normalisation over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class InstanceNorm3d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false,
    DType type = DType.Float32)
    : InstanceNorm(3, channels, epsilon, momentum, affine, trackRunningStats, type);
