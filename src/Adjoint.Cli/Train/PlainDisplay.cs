using System.Diagnostics;
using Adjoint.Nn;

namespace Adjoint.Cli;

/// <summary>Progress as plain lines, for files and pipes: one for each epoch, and some within a long one.</summary>
internal sealed class PlainDisplay(TextWriter output) : ITrainingDisplay
{
    private static readonly TimeSpan silence = TimeSpan.FromSeconds(5);

    private long lastLine = Stopwatch.GetTimestamp();

    public TrainingReport Around(Func<TrainingReport> run) => run();

    public void Begin(TrainSettings settings, Module model, int trainSamples, int testSamples)
    {
        Line(ProgressText.Header(settings, model, trainSamples, testSamples));
        Line(ProgressText.Anatomy(settings));
    }

    public void Step(EpochReport soFar, double done, TimeSpan left)
    {
        if (Stopwatch.GetElapsedTime(lastLine) >= silence) Line(ProgressText.Step(soFar, left));
    }

    public void EndEpoch(EpochReport epoch) => Line(ProgressText.Epoch(epoch));

    private void Line(string text)
    {
        output.WriteLine(text);
        lastLine = Stopwatch.GetTimestamp();
    }
}
