using System.Text.Json;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>The report as one JSON document.</summary>
internal static class TrainJson
{
    public static void Write(TrainRun run, Stream output) => JsonReport.Write(output, null, json =>
    {
        json.WriteString("data", run.Settings.Data.Name);
        json.WriteString("model", run.Settings.Model.Name);
        json.WriteNumber("parameters", run.Parameters);
        json.WriteNumber("seed", run.Settings.Seed);
        json.WriteNumber("threads", AdjointSettings.Threads);
        json.WriteString("optimizer", run.Settings.Optimizer);
        json.WriteNumber("learningRate", run.Settings.Rule.LearningRate);
        json.WriteNumber("batchSize", run.Settings.BatchSize);
        WriteOptimization(run, json);
        json.Array("epochs", run.Report.Epochs, epoch => Write(epoch, json));
        json.Number("testAccuracy", run.Report.Score.Accuracy);
        json.Number("testLoss", run.Report.Score.Loss);
        ClassifierScore score = run.Report.Score;
        IEnumerable<int> classes = Enumerable.Range(0, score.Classes);
        json.Array("confusion", classes, actual => json.Array(classes, predicted => json.WriteNumberValue(score[actual, predicted])));
        json.Number("seconds", run.Elapsed.TotalSeconds);
        json.WriteBoolean("interrupted", run.Report.Interrupted);
        json.WriteString("parametersSha256", run.Report.ParametersSha256);
    });

    private static void WriteOptimization(TrainRun run, Utf8JsonWriter json)
    {
        TrainSettings settings = run.Settings;
        json.WriteString("schedule", settings.Schedule.Name);
        json.WriteNumber("warmup", settings.Warmup);
        json.Number("weightDecay", settings.Rule.Settings().FirstOrDefault(setting => setting.Name == "weightDecay").Value);
        json.Number("clip", settings.Clip);
        json.Number("ema", settings.Ema);
        json.WriteNumber("skippedGradients", run.Report.Gradients.NotFinite);
    }

    private static void Write(EpochReport epoch, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("samples", epoch.Samples);
        json.Number("loss", epoch.Loss);
        json.Number("accuracy", epoch.Accuracy);
        if (epoch.TestAccuracy is { } accuracy) json.Number("testAccuracy", accuracy);
        json.Number("seconds", epoch.Elapsed.TotalSeconds);
        json.Number("samplesPerSecond", epoch.SamplesPerSecond);
        json.WriteEndObject();
    }
}
