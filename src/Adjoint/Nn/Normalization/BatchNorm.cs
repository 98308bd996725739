namespace Adjoint.Nn;

/// <summary>
/// Batch normalisation of [N, C, …]: in training by the batch's own mean and (biased) variance of each channel,
/// which running averages follow; in evaluation by those averages. Ioffe &amp; Szegedy 2015 (arXiv 1502.03167).
/// </summary>
/// <remarks>
/// As in PyTorch: running ← (1 − momentum)·running + momentum·batch, the batch's variance taken without bias (by n − 1)
/// there.
/// </remarks>
public abstract partial class BatchNorm : Layer
{
    private readonly int axes;
    private readonly double epsilon;
    private readonly double? momentum;

    /// <summary>Makes the layer: weight 1, bias 0, running mean 0, running variance 1.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the new batch in the running averages; null for the average over all batches.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="trackRunningStats">Whether to keep running averages; without, the batch's own count in evaluation too.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">There are no channels.</exception>
    private protected BatchNorm(
        int axes, int channels, double epsilon, double? momentum, bool affine, bool trackRunningStats, DType type)
    {
        if (channels < 1) throw new ShapeException($"{Kind}: {channels} channels must be at least 1.");
        this.axes = axes;
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
        if ((x.Rank != axes + 2 && !(axes == 1 && x.Rank == 2)) || x.Shape[1] != Channels)
            throw new ShapeException($"{Kind}: takes [N, {Channels}{Sizes}], not {x.Shape}.");
        if (!Training && RunningMean is not null) return x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, epsilon);
        Tensor y = x.BatchNorm(Weight, Bias, epsilon: epsilon);
        if (Training && RunningMean is not null && !x.IsSymbolic) Track(x);
        return y;
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Channels}, eps={Repr.Of(epsilon)}, momentum={(momentum is { } share ? Repr.Of(share) : "None")}, affine={Repr.Of(Weight is not null)}, track_running_stats={Repr.Of(RunningMean is not null)}";

    private string Sizes => axes switch { 1 => ", L] or [N, C", 2 => ", H, W", _ => ", D, H, W" };

    private void Track(Tensor x)
    {
        using GradMode.Scope _ = GradMode.Off();
        BatchesTracked!.AddInPlace(Tensor.Scalar(1, DType.Int64));
        int[] over = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1)];
        double share = momentum ?? 1 / BatchesTracked.Item();
        RunningMean!.MultiplyInPlace(1 - share).AddInPlace(x.Mean(over), share);
        RunningVariance!.MultiplyInPlace(1 - share).AddInPlace(x.Var(over), share);
    }
}
