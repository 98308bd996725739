using System.Diagnostics;
using Adjoint.Nn;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>Progress as plain lines, for files and pipes: one for each epoch, and some within a long one.</summary>
internal sealed class PlainDisplay(TextWriter output) : ITrainingDisplay
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private long lastLine = Stopwatch.GetTimestamp();

    public TrainRun Around(Func<TrainRun> run) => run();

    public void Begin(TrainSettings settings, Module model, int trainSamples, int testSamples)
    {
        Line(ProgressText.Header(settings, model, trainSamples, testSamples));
        Line(ProgressText.Anatomy(settings));
    }

    public void OnStep(TrainingProgress progress)
    {
        if (Stopwatch.GetElapsedTime(lastLine) >= Silence) Line(ProgressText.Step(progress));
    }

    public void OnEpoch(EpochReport epoch) => Line(ProgressText.Epoch(epoch));

    private void Line(string text)
    {
        output.WriteLine(text);
        lastLine = Stopwatch.GetTimestamp();
    }
}
