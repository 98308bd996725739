namespace Adjoint.Nn;

/// <summary>Normalisation of channels that may keep running averages of mean and variance: batch and instance normalisation.</summary>
/// <remarks>As in PyTorch, running ← (1 − momentum)·running + momentum·new, with the unbiased variance (divided by n − 1).</remarks>
public abstract partial class RunningNorm : Layer, ILazyModule
{
    private readonly bool affine, tracks;
    private DType type;

    [Parameter("weight")] private Tensor? weight;
    [Parameter("bias")] private Tensor? summand;
    [Buffer("running_mean")] private Tensor? runningMean;
    [Buffer("running_var")] private Tensor? runningVariance;
    [Buffer("num_batches_tracked")] private Tensor? batchesTracked;

    /// <summary>Creates the layer: weight 1, bias 0, running mean 0, running variance 1.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="numFeatures">Channels C of the image.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">Weight of a new batch in the running averages; null for the average over all batches.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="trackRunningStats">Whether to keep running averages; without them evaluation uses the batch too.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="ShapeException">There are no channels.</exception>
    private protected RunningNorm(int axes, int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
    {
        (Axes, Epsilon, Momentum, this.affine, tracks, this.type) = (axes, eps, momentum, affine, trackRunningStats, dtype);
        if (numFeatures != Lazy.Unknown) Make(numFeatures);
    }

    /// <summary>Channels C of the image; 0 where the first input is to tell them.</summary>
    public int Channels { get; private set; }

    /// <summary>[C], or null.</summary>
    public Tensor? Weight => Current(weight);

    /// <summary>[C], or null.</summary>
    public Tensor? Bias => Current(summand);

    /// <summary>[C], or null where no averages are kept.</summary>
    public Tensor? RunningMean => runningMean;

    /// <summary>[C], or null where no averages are kept.</summary>
    public Tensor? RunningVariance => runningVariance;

    /// <summary>
    /// Number of batches in the averages, int64, or null where none are kept. Instance normalisation leaves it at 0, as PyTorch does.
    /// </summary>
    public Tensor? BatchesTracked => batchesTracked;

    bool ILazyModule.IsPending => Channels == 0;

    DType ILazyModule.Type
    {
        set => type = value;
    }

    /// <inheritdoc/>
    protected override string Kind =>
        Channels > 0 && base.Kind.StartsWith("Lazy", StringComparison.Ordinal) ? base.Kind[4..] : base.Kind;

    void ILazyModule.MakeLike(Func<string, Tensor?> state)
    {
        if ((state("weight") ?? state("running_mean")) is { Rank: 1 } known) Make(known.Shape[0]);
    }

    /// <summary>Takes the channels of the first input, if the layer was made without.</summary>
    private protected void EnsureChannels(Tensor x)
    {
        if (Channels == 0 && x.Rank >= 2) Make(x.Shape[1]);
    }

    private void Make(int channels)
    {
        if (channels < 1) throw new ShapeException($"{Kind}: {channels} channels must be at least 1.");
        Channels = channels;
        if (affine)
        {
            weight = Tensor.Ones([channels], type).WithGrad();
            summand = Tensor.Zeros([channels], type).WithGrad();
        }

        if (!tracks) return;
        runningMean = Tensor.Zeros([channels], type);
        runningVariance = Tensor.Ones([channels], type);
        batchesTracked = Tensor.Scalar(0, DType.Int64);
    }

    private protected int Axes { get; }

    private protected double Epsilon { get; }

    private protected double? Momentum { get; }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Channels}, eps={PythonText.Of(Epsilon)}, momentum={(Momentum is { } share ? PythonText.Of(share) : "None")}, "
        + $"affine={PythonText.Of(affine)}, track_running_stats={PythonText.Of(tracks)}";

    /// <summary>
    /// Normalises by the input's own statistics over all axes but the kept ones, and in training moves the running averages towards them.
    /// </summary>
    private protected Tensor NormalizeAndTrack(Tensor x, Axes kept)
    {
        (Tensor y, Tensor mean, Tensor variance) = x.NormalizeWithStatistics(kept, Weight, Bias, Epsilon);
        // An empty batch has no statistics to move towards.
        if (!Training || x.Numel == 0 || RunningMean is not { } running || !Context.Current.TakesState(mean)) return y;
        using Scope _ = GradMode.Off();
        if (kept.Contains(0)) (mean, variance) = (mean.Mean(0), variance.Mean(0));
        else BatchesTracked!.AddInPlace(Tensor.Scalar(1, DType.Int64));
        Average(running, mean);
        Average(RunningVariance!, variance);
        return y;
    }

    private void Average(Tensor running, Tensor latest)
    {
        if (Momentum is { } share)
        {
            running.MultiplyInPlace(1 - share).AddInPlace(latest, share);
            return;
        }

        Tensor part = 1 / BatchesTracked!.To(running.DType);
        running.MultiplyInPlace(1 - part).AddInPlace(latest * part);
    }
}
