namespace Adjoint.Nn;

/// <summary>
/// Batch normalisation of images [N, C, H, W]: in training by the batch's own mean and (biased) variance of each channel,
/// which running averages follow; in evaluation by those averages. Ioffe &amp; Szegedy 2015 (arXiv 1502.03167).
/// </summary>
/// <remarks>
/// As in PyTorch: running ← (1 − momentum)·running + momentum·batch, the batch's variance taken without bias (by n − 1)
/// there.
/// </remarks>
public sealed partial class BatchNorm2d : Layer
{
    private readonly double epsilon;
    private readonly double? momentum;

    /// <summary>Makes the layer: weight 1, bias 0, running mean 0, running variance 1.</summary>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the new batch in the running averages; null for the average over all batches.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="trackRunningStats">Whether to keep running averages; without, the batch's own count in evaluation too.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">There are no channels.</exception>
    public BatchNorm2d(
        int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
        DType type = DType.Float32)
    {
        if (channels < 1) throw new ShapeException($"BatchNorm2d: {channels} channels must be at least 1.");
        this.epsilon = epsilon;
        this.momentum = momentum;
        Channels = channels;
        if (affine)
        {
            Weight = Tensor.Ones([channels], type).WithGrad();
            Bias = Tensor.Zeros([channels], type).WithGrad();
        }

        if (!trackRunningStats) return;
        RunningMean = Tensor.Zeros([channels], type);
        RunningVariance = Tensor.Ones([channels], type);
        BatchesTracked = Tensor.Scalar(0, DType.Int64);
    }

    /// <summary>Channels C of the image.</summary>
    public int Channels { get; }

    /// <summary>[C], or null.</summary>
    [Parameter]
    public Tensor? Weight { get; }

    /// <summary>[C], or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <summary>[C], or null where no averages are kept.</summary>
    [Buffer]
    public Tensor? RunningMean { get; }

    /// <summary>[C], or null where no averages are kept.</summary>
    [Buffer("running_var")]
    public Tensor? RunningVariance { get; }

    /// <summary>How many batches the averages have seen, int64; or null.</summary>
    [Buffer("num_batches_tracked")]
    public Tensor? BatchesTracked { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (x.Rank != 4 || x.Shape[1] != Channels)
            throw new ShapeException($"BatchNorm2d: takes images [N, {Channels}, H, W], not {x.Shape}.");
        if (!Training && RunningMean is not null) return x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, epsilon);
        Tensor y = x.BatchNorm(Weight, Bias, epsilon: epsilon);
        if (Training && RunningMean is not null && !x.IsSymbolic) Track(x);
        return y;
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Channels}, eps={Repr.Of(epsilon)}, momentum={(momentum is { } share ? Repr.Of(share) : "None")}, affine={Repr.Of(Weight is not null)}, track_running_stats={Repr.Of(RunningMean is not null)}";

    private void Track(Tensor x)
    {
        using GradMode.Scope _ = GradMode.Off();
        BatchesTracked!.AddInPlace(Tensor.Scalar(1, DType.Int64));
        double share = momentum ?? 1 / BatchesTracked.Item();
        RunningMean!.MultiplyInPlace(1 - share).AddInPlace(x.Mean(0, 2, 3), share);
        RunningVariance!.MultiplyInPlace(1 - share).AddInPlace(x.Var(0, 2, 3), share);
    }
}
