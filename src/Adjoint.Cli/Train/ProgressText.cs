using System.Globalization;
using Adjoint.Inspection;
using Adjoint.Nn;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>The lines in which progress is told.</summary>
internal static class ProgressText
{
    public static string Header(TrainSettings settings, Module model, int trainSamples, int testSamples) => string.Create(
        CultureInfo.InvariantCulture,
        $"{settings.Model.Name} ({model.Parameters().Sum(p => (long)p.Numel):N0} parameters) on {settings.Data.Name} ({trainSamples:N0} "
        + $"training, {testSamples:N0} test images): {settings.Optimizer}, learning rate {settings.Rule.LearningRate}{Schedule(settings)}, "
        + $"batch {settings.BatchSize}, seed {settings.Seed}, {AdjointSettings.Threads} thread(s)");

    /// <summary>What <c>adjoint inspect</c> says of the network, in a line.</summary>
    public static string Anatomy(TrainSettings settings)
    {
        using Scope _ = SymbolicMode.On();
        int size = settings.Data.Size;
        ModelReport report = ModelReport.Of(settings.Build(new Generator(0)), [settings.BatchSize, settings.Data.Channels, size, size]);
        string shape = string.Join('×', report.Input.Span[1..].ToArray());
        string field = report.LargestField() is { IsWhole: false } seen ? $", receptive field {seen}" : "";
        return $"image {shape}: {Quantity.Exact(report.Parameters.Convolution)} parameters in convolutions, "
            + $"{Quantity.Exact(report.Parameters.Linear)} fully connected; "
            + $"{Quantity.Short(report.Work.Macs / settings.BatchSize)} MACs an image{field}; "
            + $"{Quantity.Bytes(report.Memory.PeakTraining(settings.Rule.StateCount))} at the peak of a step";
    }

    private static string Schedule(TrainSettings settings) =>
        (settings.Schedule.IsConstant ? "" : $" ({settings.Schedule.Name})")
        + (settings.Warmup > 0 ? string.Create(CultureInfo.InvariantCulture, $", warm-up {settings.Warmup}") : "");

    public static string Step(TrainingProgress progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{Numbers(progress.Epoch)}  {Duration(progress.Left)} left");

    public static string Epoch(EpochReport epoch) => epoch.TestAccuracy is { } test
        ? string.Create(CultureInfo.InvariantCulture, $"{Numbers(epoch)}  test {test:0.0 %}")
        : Numbers(epoch);

    private static string Numbers(EpochReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {report.Epoch}/{report.Epochs}  {report.SamplesPerSecond:N0} samples/s  loss {report.Loss:F4}  "
        + $"accuracy {report.Accuracy:0.0 %}");

    private static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 100 => $"{Math.Ceiling(time.TotalSeconds):F0} s",
        < 6000 => $"{Math.Ceiling(time.TotalMinutes):F0} min",
        _ => $"{Math.Ceiling(time.TotalHours):F0} h",
    };
}
