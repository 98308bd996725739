namespace Adjoint.Nn;

/// <summary>
/// Batch normalisation of [N, C, …]: in training by the batch's own mean and biased variance of each channel, which update
/// the running averages; in evaluation by the averages. Ioffe &amp; Szegedy 2015 (arXiv 1502.03167).
/// </summary>
public abstract class BatchNorm : RunningNorm
{
    private protected BatchNorm(
        int axes, int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
        : base(axes, numFeatures, eps, momentum, affine, trackRunningStats, dtype) { }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        EnsureChannels(x);
        if ((x.Rank != Axes + 2 && !(Axes == 1 && x.Rank == 2)) || x.Shape[1] != Channels)
            throw new ShapeException($"{Kind}: takes [N, {Channels}{Sizes}], not {x.Shape}.");
        if (!Training && RunningMean is not null) return x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, Epsilon);
        Tensor.CheckHasVariance(x);
        return NormalizeAndTrack(x, Adjoint.Axes.Single(1));
    }

    private string Sizes => Axes switch { 1 => ", L] or [N, C", 2 => ", H, W", _ => ", D, H, W" };
}

/// <summary>Batch normalisation of [N, C, L] or [N, C].</summary>
/// <inheritdoc/>
public sealed class BatchNorm1d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
    DType dtype = DType.Float32)
    : BatchNorm(1, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Batch normalisation of images [N, C, H, W].</summary>
/// <inheritdoc/>
public sealed class BatchNorm2d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
    DType dtype = DType.Float32)
    : BatchNorm(2, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Batch normalisation of [N, C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class BatchNorm3d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
    DType dtype = DType.Float32)
    : BatchNorm(3, numFeatures, eps, momentum, affine, trackRunningStats, dtype);
