using System.Text.Json;

namespace Adjoint.Cli;

/// <summary>The report as one JSON document. Numbers have full precision; one that is not finite is null.</summary>
internal static class TrainJson
{
    public static void Write(TrainingReport report, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("data", report.Settings.Workload.Name);
            json.WriteString("model", report.Model);
            json.WriteNumber("parameters", report.Parameters);
            json.WriteNumber("seed", report.Settings.Seed);
            json.WriteNumber("threads", report.Threads);
            json.WriteString("optimizer", report.Settings.Optimizer);
            json.WriteNumber("learningRate", report.Settings.Rule.LearningRate);
            json.WriteNumber("batchSize", report.Settings.BatchSize);
            WriteOptimization(report, json);
            json.WriteStartArray("epochs");
            foreach (EpochReport epoch in report.Epochs) Write(epoch, json);
            json.WriteEndArray();
            WriteReal(json, "testAccuracy", report.Score.Accuracy);
            WriteReal(json, "testLoss", report.Score.Loss);
            WriteConfusion(report, json);
            WriteReal(json, "seconds", report.Elapsed.TotalSeconds);
            json.WriteBoolean("interrupted", report.Interrupted);
            json.WriteString("parametersSha256", report.ParametersSha256);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteOptimization(TrainingReport report, Utf8JsonWriter json)
    {
        TrainSettings settings = report.Settings;
        json.WriteString("schedule", settings.Schedule.Name);
        json.WriteNumber("warmup", settings.Warmup);
        WriteReal(json, "weightDecay", settings.Rule.Settings().FirstOrDefault(setting => setting.Name == "weightDecay").Value);
        WriteReal(json, "clip", settings.Clip ?? double.NaN);
        WriteReal(json, "ema", settings.Ema ?? double.NaN);
        json.WriteNumber("skippedGradients", report.Gradients.NotFinite);
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

    private static void WriteConfusion(TrainingReport report, Utf8JsonWriter json)
    {
        json.WriteStartArray("confusion");
        for (int actual = 0; actual < report.Score.Classes; actual++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < report.Score.Classes; predicted++)
                json.WriteNumberValue(report.Score[actual, predicted]);
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
