using System.Diagnostics;
using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>A training that was asked for, and what came of it.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Report">How it went.</param>
/// <param name="Parameters">How many numbers the network has to learn.</param>
/// <param name="Elapsed">Time from start to end, loading the data included.</param>
internal sealed record TrainRun(TrainSettings Settings, TrainingReport Report, long Parameters, TimeSpan Elapsed)
{
    /// <summary>Trains and evaluates.</summary>
    /// <param name="settings">What to train, and how.</param>
    /// <param name="display">Is told what happens.</param>
    /// <param name="stop">When cancelled, the training ends after the current step and is reported as far as it came.</param>
    /// <exception cref="AdjointException">The data is missing or damaged, or the network does not suit it.</exception>
    public static TrainRun Of(TrainSettings settings, ITrainingDisplay display, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        // One generator for first values, order and dropout, all drawn on this thread: the seed decides everything.
        var random = new Generator(settings.Seed);
        Module model = settings.Build(random);
        (IDataset train, IDataset test) = settings.Data.Load(settings.DataDirectory);
        var trainer = new Trainer(model, settings.Options(random));
        display.Begin(settings, model, train.Count, test.Count);
        TrainingReport report = trainer.Fit(train, test, settings.Data.ClassNames.Count, display, stop);
        return new TrainRun(
            settings, report, model.Parameters().Sum(parameter => (long)parameter.Numel), Stopwatch.GetElapsedTime(start));
    }
}
