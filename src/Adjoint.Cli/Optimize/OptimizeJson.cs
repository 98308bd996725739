using System.Text.Json;
using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>The runs as one JSON document.</summary>
internal static class OptimizeJson
{
    public static void Write(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs, Stream output) =>
        JsonReport.Write(output, null, json =>
        {
            json.WriteString("problem", settings.Problem.Name);
            json.Array("variables", settings.Problem.Coordinates, json.WriteStringValue);
            json.Array("runs", runs, run => Write(settings, run, json));
        });

    private static void Write(OptimizeSettings settings, OptimizeRun run, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("optimizer", run.Way.Name);
        json.WriteStartObject("settings");
        foreach (Setting setting in run.Way.Rule.Settings())
        {
            if (setting.IsFlag) json.WriteBoolean(setting.Name, setting.Value != 0);
            else json.Number(setting.Name, setting.Value);
        }

        if (run.Way.Decay != DecayKind.Own) json.WriteString("decay", run.Way.Decay == DecayKind.L2 ? "l2" : "decoupled");
        if (settings.Warmup > 0) json.WriteNumber("warmup", settings.Warmup);
        if (settings.Clip is { } clip) json.Number("clip", clip);
        json.WriteEndObject();
        json.Number("final", run.Values[^1]);
        json.Number("minimumDistance", run.Distance);
        json.WriteNumber("steps", run.StepCount);
        json.Number("stepsToTolerance", run.StepsToTolerance);
        json.WriteNumber("gradientEvaluations", run.Evaluations);
        json.WriteBoolean("diverged", run.Diverged);
        json.Array("path", run.Path, point => json.Array(point, value => json.Number(value)));
        json.Array("values", run.Values, value => json.Number(value));
        json.Array("trace", settings.Trace ? run.Steps : [], step => Write(step, json));
        json.WriteEndObject();
    }

    private static void Write(TracedStep step, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("step", step.Step);
        json.Number("lr", step.Rate);
        json.WriteStartObject("parameters");
        foreach (TracedCoordinate coordinate in step.Coordinates)
        {
            json.WriteStartObject(coordinate.Name);
            json.Number("gradient", coordinate.Gradient);
            json.Number("m", coordinate.M);
            json.Number("v", coordinate.V);
            json.Number("mHat", coordinate.MHat);
            json.Number("vHat", coordinate.VHat);
            json.Number("denominator", coordinate.Denominator);
            json.Number("update", coordinate.Update);
            json.Number("decay", coordinate.Decay);
            json.Number("value", coordinate.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
