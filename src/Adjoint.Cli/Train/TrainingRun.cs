using System.Diagnostics;
using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>One training from the data to the report.</summary>
/// <param name="settings">What to train, and how.</param>
/// <param name="display">Is told what happens.</param>
/// <param name="stop">When cancelled, the training ends after the current step and is reported as far as it came.</param>
internal sealed class TrainingRun(TrainSettings settings, ITrainingDisplay display, CancellationToken stop)
{
    private const int TestBatchSize = 256;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<EpochReport> epochs = [];
    private WeightAverage? average;

    /// <summary>Trains and evaluates.</summary>
    /// <exception cref="AdjointException">The data is missing or damaged.</exception>
    public TrainingReport Run()
    {
        // One generator for first values, order and dropout, all drawn on this thread: the seed decides everything.
        var random = new Generator(settings.Seed);
        Module model = settings.Build(random);
        (IDataset train, IDataset test) = settings.Workload.Load(settings.DataDirectory);
        var batches = new DataLoader(train, settings.BatchSize, shuffle: true, random: random);
        var tests = new DataLoader(test, TestBatchSize);
        Optimizer optimizer = OptimizerChoice.Create(settings.Rule, model.Parameters());
        optimizer.Schedule = settings.Schedule.After(settings.Warmup, (long)settings.Epochs * batches.BatchCount);
        optimizer.NotFinite = GradientChoice.Skip;
        if (settings.Clip is { } longest) optimizer.Clip = GradientClip.ByNorm(longest);
        if (settings.Ema is { } decay) average = WeightAverage.Exponential(model.Parameters(), decay);
        var training = new ClassifierTraining(model, optimizer);
        display.Begin(settings, model, train.Count, test.Count);

        ClassifierScore? score = null;
        for (int epoch = 1; epoch <= settings.Epochs && !stop.IsCancellationRequested; epoch++)
        {
            EpochReport report = TrainEpoch(epoch, batches, training);
            bool complete = report.Samples == batches.SampleCount;
            score = complete ? Evaluate(model, tests) : null;
            if (report.Samples == 0) break;
            report = report with { TestAccuracy = score?.Accuracy };
            epochs.Add(report);
            display.EndEpoch(report);
        }

        bool interrupted = epochs.Count < settings.Epochs || score is null;
        score ??= Evaluate(model, tests);
        return new TrainingReport(
            settings, settings.Model.Name, model.Parameters().Sum(parameter => (long)parameter.Count),
            AdjointSettings.Threads, epochs, score, clock.Elapsed, optimizer.Gradients, interrupted,
            Averaged(() => ParameterDigest.Of(model)));
    }

    private EpochReport TrainEpoch(int epoch, DataLoader batches, ClassifierTraining training)
    {
        long start = Stopwatch.GetTimestamp();
        int samples = 0;
        long correct = 0;
        double loss = 0;
        foreach (Batch batch in batches)
        {
            if (stop.IsCancellationRequested) break;
            (double batchLoss, int batchCorrect) = training.Step(batch);
            average?.Update();
            samples += batch.Count;
            correct += batchCorrect;
            loss += batchLoss * batch.Count;
            display.Step(Report(), Done(), TimeLeft());
        }

        return Report();

        EpochReport Report() => new(
            epoch, settings.Epochs, samples, loss / samples, (double)correct / samples, null, Stopwatch.GetElapsedTime(start));

        double Done() => (epoch - 1 + ((double)samples / batches.SampleCount)) / settings.Epochs;

        TimeSpan TimeLeft()
        {
            // By the last epochs' pace: the first steps also compile the kernels.
            double pace = epoch == 1
                ? Stopwatch.GetElapsedTime(start).TotalSeconds / samples
                : epochs[^1].Elapsed.TotalSeconds / epochs[^1].Samples;
            double left = (((double)settings.Epochs - epoch + 1) * batches.SampleCount) - samples;
            return TimeSpan.FromSeconds(Math.Min(pace * left, TimeSpan.MaxValue.TotalSeconds / 2));
        }
    }

    private ClassifierScore Evaluate(Module model, DataLoader tests) =>
        Averaged(() => ClassifierScore.Of(model, tests, settings.Workload.ClassNames.Count));

    /// <summary>Looks at the average of the parameters, if there is one.</summary>
    private T Averaged<T>(Func<T> look)
    {
        if (average is null or { Updates: 0 }) return look();
        using WeightAverage.Scope _ = average.Apply();
        return look();
    }
}
