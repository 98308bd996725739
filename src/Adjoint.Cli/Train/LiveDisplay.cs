using System.Diagnostics;
using Adjoint.Nn;
using Adjoint.Training;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>Progress on a terminal: a bar that moves, and a line for each epoch above it.</summary>
internal sealed class LiveDisplay(IAnsiConsole console) : ITrainingDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private ProgressTask? bar;
    private ProgressContext? context;
    private long lastRefresh;

    public TrainRun Around(Func<TrainRun> run) => console.Progress()
        // Refreshed from the steps: a timer's thread would take turns with the workers.
        .AutoRefresh(false)
        .AutoClear(true)
        .Columns(new ProgressBarColumn { Width = 20 }, new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(started =>
        {
            context = started;
            bar = started.AddTask("loading", maxValue: 1);
            return run();
        });

    public void Begin(TrainSettings settings, Module model, int trainSamples, int testSamples)
    {
        console.MarkupLineInterpolated($"[dim]{ProgressText.Header(settings, model, trainSamples, testSamples)}[/]");
        console.MarkupLineInterpolated($"[dim]{ProgressText.Anatomy(settings)}[/]");
    }

    public void OnStep(TrainingProgress progress)
    {
        if (Stopwatch.GetElapsedTime(lastRefresh) < Pause) return;
        bar!.Value = progress.Done;
        bar.Description = Markup.Escape(ProgressText.Step(progress));
        context!.Refresh();
        lastRefresh = Stopwatch.GetTimestamp();
    }

    public void OnEpoch(EpochReport epoch) => console.WriteLine(ProgressText.Epoch(epoch));
}
