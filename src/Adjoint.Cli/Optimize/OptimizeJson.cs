using System.Text.Json;
using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>The runs as one JSON document. Numbers have full precision; one that is not finite, or not there, is null.</summary>
internal static class OptimizeJson
{
    public static void Write(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("problem", settings.Problem.Name);
            json.WriteStartArray("variables");
            foreach (string name in settings.Problem.Coordinates) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteStartArray("runs");
            foreach (OptimizeRun run in runs) Write(settings, run, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(OptimizeSettings settings, OptimizeRun run, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("optimizer", run.Way.Name);
        json.WriteStartObject("settings");
        foreach (Setting setting in run.Way.Rule.Settings())
        {
            if (setting.IsFlag) json.WriteBoolean(setting.Name, setting.Value != 0);
            else Number(json, setting.Name, setting.Value);
        }

        if (run.Way.Decay != DecayKind.Own) json.WriteString("decay", run.Way.Decay == DecayKind.L2 ? "l2" : "decoupled");
        if (settings.Warmup > 0) json.WriteNumber("warmup", settings.Warmup);
        if (settings.Clip is { } clip) Number(json, "clip", clip);
        json.WriteEndObject();
        Number(json, "final", run.Values[^1]);
        Number(json, "minimumDistance", run.Distance);
        json.WriteNumber("steps", run.StepCount);
        Number(json, "stepsToTolerance", run.StepsToTolerance);
        json.WriteNumber("gradientEvaluations", run.Evaluations);
        json.WriteBoolean("diverged", run.Diverged);
        json.WriteStartArray("path");
        foreach (double[] point in run.Path) Array(json, point);
        json.WriteEndArray();
        json.WritePropertyName("values");
        Array(json, run.Values);
        json.WriteStartArray("trace");
        foreach (TracedStep step in settings.Trace ? run.Steps : []) Write(step, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(TracedStep step, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("step", step.Step);
        Number(json, "lr", step.Rate);
        json.WriteStartObject("parameters");
        foreach (TracedCoordinate coordinate in step.Coordinates)
        {
            json.WriteStartObject(coordinate.Name);
            Number(json, "gradient", coordinate.Gradient);
            Number(json, "m", coordinate.M);
            Number(json, "v", coordinate.V);
            Number(json, "mHat", coordinate.MHat);
            Number(json, "vHat", coordinate.VHat);
            Number(json, "denominator", coordinate.Denominator);
            Number(json, "update", coordinate.Update);
            Number(json, "decay", coordinate.Decay);
            Number(json, "value", coordinate.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, IEnumerable<double> values)
    {
        json.WriteStartArray();
        foreach (double value in values)
        {
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
