namespace Adjoint.Nn;

/// <summary>
/// Instance normalisation of [N, C, …] or [C, …]: each channel of each image by its own mean and (biased) variance. Ulyanov
/// et al. 2016 (arXiv 1607.08022). With running averages these count in evaluation, as in batch normalisation.
/// </summary>
public abstract partial class InstanceNorm : Layer
{
    private readonly int axes;
    private readonly int channels;
    private readonly double epsilon;
    private readonly double momentum;

    /// <summary>Makes the layer: weight 1, bias 0, running mean 0, running variance 1.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the new batch in the running averages.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="trackRunningStats">Whether to keep running averages, for evaluation.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">There are no channels.</exception>
    private protected InstanceNorm(
        int axes, int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, DType type)
    {
        if (channels < 1) throw new ShapeException($"{Kind}: {channels} channels must be at least 1.");
        this.axes = axes;
        this.channels = channels;
        this.epsilon = epsilon;
        this.momentum = momentum;
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

    /// <summary>0, int64, which PyTorch keeps in states without counting; or null.</summary>
    [Buffer("num_batches_tracked")]
    public Tensor? BatchesTracked { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (x.Rank == axes + 1) return Apply(x.Unsqueeze(0)).Squeeze(0);
        if (x.Rank != axes + 2 || x.Shape[1] != channels)
            throw new ShapeException($"{Kind}: takes [N, {channels}, {axes} sizes] or [{channels}, {axes} sizes], not {x.Shape}.");
        if (!Training && RunningMean is not null) return x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, epsilon);
        if (Training && RunningMean is not null && !x.IsSymbolic) Track(x);
        return x.InstanceNorm(Weight, Bias, epsilon);
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{channels}, eps={Repr.Of(epsilon)}, momentum={Repr.Of(momentum)}, affine={Repr.Of(Weight is not null)}, track_running_stats={Repr.Of(RunningMean is not null)}";

    private void Track(Tensor x)
    {
        using GradMode.Scope _ = GradMode.Off();
        int[] over = [.. Enumerable.Range(2, axes)];
        RunningMean!.MultiplyInPlace(1 - momentum).AddInPlace(x.Mean(over).Mean(0), momentum);
        RunningVariance!.MultiplyInPlace(1 - momentum).AddInPlace(x.Var(over).Mean(0), momentum);
    }
}
