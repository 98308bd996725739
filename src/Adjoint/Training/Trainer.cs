using System.Diagnostics;
using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>
/// Trains a model, by cross-entropy unless <see cref="TrainingOptions.Loss"/> is another loss: epochs of batches in random order,
/// each followed by an evaluation on data that the model has not seen.
/// </summary>
/// <remarks>
/// <see cref="Step"/> learns from any batch that the loss takes; <see cref="Evaluate"/> and <see cref="Fit"/>, which scores after
/// each epoch, are for classifiers: logits [N, classes] and class numbers int64 [N]. Modules stay in the mode they are in; a new module is
/// in training mode. Where model and options draw from one generator, its seed decides every bit of the result, for any number of threads.
/// </remarks>
/// <example>
/// <code>
/// (TensorDataset train, TensorDataset test) = Digits.Split();
/// var options = new TrainingOptions { Epochs = 30, Rule = new AdamWRule(1e-3), Clip = GradientClip.ByNorm(1) };
/// var trainer = new Trainer(model, options);
/// TrainingReport report = trainer.Fit(train, test, Digits.Classes);
/// Console.WriteLine(report.Score.Accuracy);
/// </code>
/// </example>
public sealed class Trainer
{
    private readonly Module model;
    private readonly TrainingOptions options;

    /// <summary>Prepares a training; nothing is changed yet.</summary>
    /// <param name="model">Maps inputs to what the loss takes, by default logits [N, classes].</param>
    /// <param name="options">How to train; the defaults if null.</param>
    /// <exception cref="AdjointException">An option is out of its range, or the model has no parameters that can be optimized.</exception>
    public Trainer(Module model, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (this.model, this.options) = (model, options ?? new TrainingOptions());
        this.options.Check();
        Optimizer = this.options.Rule.CreateOptimizer(model.Parameters());
        (Optimizer.Clip, Optimizer.NotFinite) = (this.options.Clip, this.options.NotFinite);
        if (this.options.AverageDecay is { } decay) Average = WeightAverage.Exponential(model.Parameters(), decay);
    }

    /// <summary>What changes the parameters. <see cref="Fit"/> sets its schedule.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The average of the parameters, which is what is evaluated; null if there is none.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Learns from one batch.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <returns>
    /// What the model gave before the step: the loss, and how many answers were right; 0 unless outputs are logits [N, classes] and
    /// targets class numbers int64 [N].
    /// </returns>
    /// <exception cref="AdjointException">Shapes do not fit, or a gradient is refused by the options.</exception>
    public (double Loss, int Correct) Step(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Tensor? first = null;
        Tensor loss = Optimizer.Step(() =>
        {
            Optimizer.ZeroGrad();
            Tensor outputs = model.Call(batch.Inputs);
            first ??= outputs;
            Tensor loss = options.Loss(outputs, batch.Targets);
            loss.Backward();
            return loss;
        });
        Average?.Update();
        using Scope _ = GradMode.Off();
        bool classifies = first!.Rank == 2 && batch.Targets is { Rank: 1, DType: DType.Int64 };
        return (loss.Item(), classifies ? (int)first.ArgMax(1).Equal(batch.Targets).To(DType.Int64).Sum().Item() : 0);
    }

    /// <summary>How well the model does, by the average of its parameters if there is one. Nothing is changed.</summary>
    /// <param name="data">Inputs, and their class numbers int64 [N].</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>The score.</returns>
    /// <exception cref="AdjointException">Shapes do not fit, or a target is no class.</exception>
    public ClassifierScore Evaluate(IDataset data, int classes) =>
        WithAverage(() => ClassifierScore.Of(model, new DataLoader(data, options.TestBatchSize), classes));

    /// <summary>Trains for the number of epochs in the options, and evaluates after each.</summary>
    /// <param name="train">What to learn from: inputs, and class numbers int64 [N].</param>
    /// <param name="test">What to evaluate on, likewise.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="observer">Is told of each step and epoch.</param>
    /// <param name="stop">When cancelled, the training ends after the current step, and is evaluated as far as it came.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="AdjointException">Shapes do not fit, a target is no class, or a gradient is refused by the options.</exception>
    public TrainingReport Fit(
        IDataset train, IDataset test, int classes, ITrainingObserver? observer = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        long start = Stopwatch.GetTimestamp();
        var batches = new DataLoader(train, options.BatchSize, shuffle: true, generator: options.Random);
        Optimizer.Schedule = options.Schedule?.Invoke((long)options.Epochs * batches.BatchCount);
        var epochs = new List<EpochReport>();
        ClassifierScore? score = null;
        for (int epoch = 1; epoch <= options.Epochs && !stop.IsCancellationRequested; epoch++)
        {
            EpochReport report = TrainEpoch(epoch, batches, epochs, observer, stop);
            bool complete = report.Samples == batches.SampleCount;
            score = complete ? Evaluate(test, classes) : null;
            if (report.Samples == 0) break;
            report = report with { TestAccuracy = score?.Accuracy };
            epochs.Add(report);
            observer?.OnEpoch(report);
        }

        bool interrupted = epochs.Count < options.Epochs || score is null;
        score ??= Evaluate(test, classes);
        return new TrainingReport(
            epochs, score, Stopwatch.GetElapsedTime(start), Optimizer.Gradients, interrupted,
            WithAverage(() => ParameterDigest.Of(model)));
    }

    /// <summary>What is trained, and how.</summary>
    public override string ToString() => $"Trainer of {model.GetType().Name}: {options}";

    private EpochReport TrainEpoch(
        int epoch, DataLoader batches, List<EpochReport> before, ITrainingObserver? observer, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        int samples = 0;
        long correct = 0;
        double loss = 0;
        foreach (Batch batch in batches)
        {
            if (stop.IsCancellationRequested) break;
            (double batchLoss, int batchCorrect) = Step(batch);
            samples += batch.Count;
            correct += batchCorrect;
            loss += batchLoss * batch.Count;
            observer?.OnStep(new TrainingProgress(Report(), Done(), TimeLeft()));
        }

        return Report();

        EpochReport Report() => new(
            epoch, options.Epochs, samples, loss / samples, (double)correct / samples, null, Stopwatch.GetElapsedTime(start));

        double Done() => (epoch - 1 + ((double)samples / batches.SampleCount)) / options.Epochs;

        TimeSpan TimeLeft()
        {
            // By the last epoch's pace: the first steps also compile the kernels.
            double pace = before.Count == 0
                ? Stopwatch.GetElapsedTime(start).TotalSeconds / samples
                : before[^1].Elapsed.TotalSeconds / before[^1].Samples;
            double left = (((double)options.Epochs - epoch + 1) * batches.SampleCount) - samples;
            return TimeSpan.FromSeconds(Math.Min(pace * left, TimeSpan.MaxValue.TotalSeconds / 2));
        }
    }

    /// <summary>Computes something with the average of the parameters in their place, if there is one.</summary>
    private T WithAverage<T>(Func<T> compute)
    {
        if (Average is null or { Updates: 0 }) return compute();
        using WeightAverage.Scope _ = Average.Apply();
        return compute();
    }
}
