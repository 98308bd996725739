using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often to go through the training data, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples in a step, at least 1; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Samples that are evaluated at a time, at least 1; results may depend on it in their last bits.</summary>
    public int TestBatchSize { get; init; } = 256;

    /// <summary>
    /// The loss of a batch, one number, from the model's outputs and the targets; by default their mean cross-entropy. Another
    /// may take targets that are no class numbers, but scores are those of a classifier.
    /// </summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = (outputs, targets) => outputs.CrossEntropy(targets);

    /// <summary>How parameters are changed, with its learning rate and weight decay.</summary>
    public UpdateRule Rule { get; init; } = new AdamRule();

    /// <summary>
    /// Makes the schedule of the learning rate for a number of steps, that of the whole training, as in
    /// <c>steps => new CosineAnnealingLR(steps)</c>; null, or a function that gives null, for a constant rate.
    /// </summary>
    public Func<long, Schedule?>? Schedule { get; init; }

    /// <summary>A limit on gradients; null for none.</summary>
    public GradientClip? Clip { get; init; }

    /// <summary>What to do with a gradient that has a NaN or an infinity: by default, leave its parameter as it is.</summary>
    public GradientChoice NotFinite { get; init; } = GradientChoice.Skip;

    /// <summary>
    /// The share, at least 0 and below 1, that an exponential average of the parameters keeps at each step. The average is
    /// what is evaluated; null for no average.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>Draws the order of the samples; <see cref="Generator.Shared"/> if null.</summary>
    public Generator? Random { get; init; }

    /// <summary>What differs from training to training: epochs, batch size, rule and limits.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", [
        $"{Epochs} epochs", $"batches of {BatchSize}", Rule.ToString(), .. Clip is null ? Array.Empty<string>() : [Clip.ToString()],
        .. AverageDecay is { } decay ? [string.Create(CultureInfo.InvariantCulture, $"average of decay {decay}")] : Array.Empty<string>()]);

    /// <summary>Fails on a number that is out of its range; the rule, the clip and the average check their own.</summary>
    internal void Check()
    {
        AtLeastOne(nameof(Epochs), Epochs);
        AtLeastOne(nameof(BatchSize), BatchSize);
        AtLeastOne(nameof(TestBatchSize), TestBatchSize);

        static void AtLeastOne(string name, int value) =>
            Setting.Number(name, value, value >= 1, "at least 1").Check(nameof(TrainingOptions));
    }
}
