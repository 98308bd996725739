namespace Adjoint.Nn;

/// <summary>Normalisation of channels that may keep running averages of mean and variance: batch and instance normalisation.</summary>
/// <remarks>As in PyTorch, running ← (1 − momentum)·running + momentum·new, with the unbiased variance (divided by n − 1).</remarks>
public abstract partial class RunningNorm : Layer
{
    /// <summary>Creates the layer: weight 1, bias 0, running mean 0, running variance 1.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Weight of a new batch in the running averages; null for the average over all batches.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="trackRunningStats">Whether to keep running averages; without them evaluation uses the batch too.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">There are no channels.</exception>
    private protected RunningNorm(int axes, int channels, double epsilon, double? momentum, bool affine, bool trackRunningStats, DType type)
    {
        if (channels < 1) throw new ShapeException($"{Kind}: {channels} channels must be at least 1.");
        (Axes, Channels, Epsilon, Momentum) = (axes, channels, epsilon, momentum);
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
    [Parameter] public Tensor? Weight { get; }

    /// <summary>[C], or null.</summary>
    [Parameter] public Tensor? Bias { get; }

    /// <summary>[C], or null where no averages are kept.</summary>
    [Buffer] public Tensor? RunningMean { get; }

    /// <summary>[C], or null where no averages are kept.</summary>
    [Buffer("running_var")] public Tensor? RunningVariance { get; }

    /// <summary>
    /// Number of batches in the averages, int64, or null where none are kept. Instance normalisation leaves it at 0, as PyTorch does.
    /// </summary>
    [Buffer("num_batches_tracked")] public Tensor? BatchesTracked { get; }

    private protected int Axes { get; }

    private protected double Epsilon { get; }

    private protected double? Momentum { get; }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Channels}, eps={PythonText.Of(Epsilon)}, momentum={(Momentum is { } share ? PythonText.Of(share) : "None")}, "
        + $"affine={PythonText.Of(Weight is not null)}, track_running_stats={PythonText.Of(RunningMean is not null)}";

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
