using System.Text.Json;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>The report as one JSON document. Numbers have full precision; one that is not finite is null.</summary>
internal static class TrainJson
{
    public static void Write(TrainRun run, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("data", run.Settings.Data.Name);
            json.WriteString("model", run.Settings.Model.Name);
            json.WriteNumber("parameters", run.Parameters);
            json.WriteNumber("seed", run.Settings.Seed);
            json.WriteNumber("threads", AdjointSettings.Threads);
            json.WriteString("optimizer", run.Settings.Optimizer);
            json.WriteNumber("learningRate", run.Settings.Rule.LearningRate);
            json.WriteNumber("batchSize", run.Settings.BatchSize);
            WriteOptimization(run, json);
            json.WriteStartArray("epochs");
            foreach (EpochReport epoch in run.Report.Epochs) Write(epoch, json);
            json.WriteEndArray();
            WriteReal(json, "testAccuracy", run.Report.Score.Accuracy);
            WriteReal(json, "testLoss", run.Report.Score.Loss);
            WriteConfusion(run.Report.Score, json);
            WriteReal(json, "seconds", run.Elapsed.TotalSeconds);
            json.WriteBoolean("interrupted", run.Report.Interrupted);
            json.WriteString("parametersSha256", run.Report.ParametersSha256);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteOptimization(TrainRun run, Utf8JsonWriter json)
    {
        TrainSettings settings = run.Settings;
        json.WriteString("schedule", settings.Schedule.Name);
        json.WriteNumber("warmup", settings.Warmup);
        WriteReal(json, "weightDecay", settings.Rule.Settings().FirstOrDefault(setting => setting.Name == "weightDecay").Value);
        WriteReal(json, "clip", settings.Clip ?? double.NaN);
        WriteReal(json, "ema", settings.Ema ?? double.NaN);
        json.WriteNumber("skippedGradients", run.Report.Gradients.NotFinite);
    }

    private static void Write(EpochReport epoch, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("samples", epoch.Samples);
        WriteReal(json, "loss", epoch.Loss);
        WriteReal(json, "accuracy", epoch.Accuracy);
        if (epoch.TestAccuracy is { } accuracy) WriteReal(json, "testAccuracy", accuracy);
        WriteReal(json, "seconds", epoch.Elapsed.TotalSeconds);
        WriteReal(json, "samplesPerSecond", epoch.SamplesPerSecond);
        json.WriteEndObject();
    }

    private static void WriteConfusion(ClassifierScore score, Utf8JsonWriter json)
    {
        json.WriteStartArray("confusion");
        for (int actual = 0; actual < score.Classes; actual++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < score.Classes; predicted++)
                json.WriteNumberValue(score[actual, predicted]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteReal(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
