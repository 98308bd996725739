using System.Text.Json;
using Adjoint.Inspection;

namespace Adjoint.Cli;

/// <summary>The anatomy of a network as one JSON document; sizes that are the whole input are null.</summary>
internal static class InspectJson
{
    /// <summary>One model.</summary>
    public static void Write(
        string name, ModelReport report, IReadOnlyList<LayerReport> rows, IReadOnlyList<ExplanationStep>? steps, EffectiveField? effective,
        Stream output) =>
        JsonReport.Write(output, JsonReport.Plain, json => WriteModel(json, name, report, rows, steps, effective));

    /// <summary>Several models.</summary>
    public static void Write(IReadOnlyList<(string Name, ModelReport Report)> reports, Stream output) =>
        JsonReport.Write(output, JsonReport.Plain, json => json.Array("models", reports, model =>
        {
            json.WriteStartObject();
            WriteModel(json, model.Name, model.Report, model.Report.Layers, null, null);
            json.WriteEndObject();
        }));

    private static void WriteModel(
        Utf8JsonWriter json, string name, ModelReport report, IReadOnlyList<LayerReport> rows, IReadOnlyList<ExplanationStep>? steps,
        EffectiveField? effective)
    {
        json.WriteString("model", name);
        WriteShape(json, "input", report.Input);
        WriteShape(json, "output", report.Output);
        WriteParameters(json, report.Parameters);
        json.WriteNumber("macs", report.Work.Macs);
        json.WriteNumber("flops", report.Work.Flops);
        json.WriteBoolean("complete", report.Missing.Count == 0);
        json.Array("missing", report.Missing, json.WriteStringValue);
        WriteMemory(json, report);
        WriteSizes(json, "receptiveField", report.LargestField());
        json.Array("layers", rows, row => WriteLayer(json, row));
        if (steps is not null) json.Array("explanation", steps, step => WriteStep(json, step));
        if (effective is not null) WriteEffective(json, effective);
    }

    private static void WriteStep(Utf8JsonWriter json, ExplanationStep step)
    {
        json.WriteStartObject();
        json.WriteString("layer", step.Layer);
        json.WriteString("quantity", step.Quantity);
        json.WriteString("formula", step.Formula);
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, ParameterCount parameters)
    {
        json.WriteStartObject("parameters");
        json.WriteNumber("total", parameters.Total);
        json.WriteNumber("trainable", parameters.Trainable);
        json.WriteNumber("convolution", parameters.Convolution);
        json.WriteNumber("linear", parameters.Linear);
        json.WriteNumber("other", parameters.Other);
        json.Number("ratio", parameters.Ratio);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, ModelReport report)
    {
        MemoryEstimate memory = report.Memory;
        json.WriteStartObject("memory");
        json.WriteNumber("parametersBytes", memory.Parameters);
        json.WriteNumber("activationsBytes", memory.Activations);
        json.WriteNumber("peakInferenceBytes", memory.PeakInference);
        json.WriteNumber("peakTrainingBytes", memory.PeakTraining(2));
        json.WriteNumber("peakTrainingSgdBytes", memory.PeakTraining(0));
        json.WriteNumber("processBytes", MemoryEstimate.Process);
        json.WriteNumber("inferenceScratchBytes", memory.InferenceScratch);
        json.WriteNumber("trainingScratchBytes", memory.TrainingScratch);
        json.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter json, LayerReport row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteString("kind", row.Kind);
        WriteShape(json, "input", row.Input);
        WriteShape(json, "output", row.Output);
        json.WriteNumber("parameters", row.Parameters);
        json.WriteString("formula", row.Formula);
        json.WriteNumber("macs", row.Work.Macs);
        json.WriteNumber("flops", row.Work.Flops);
        json.WriteNumber("activationBytes", row.ActivationBytes);
        if (row.Kernel is { } kernel) json.WriteString("kernel", kernel);
        WriteSizes(json, "receptiveField", row.Field);
        WriteAxes(json, "jump", row.Field, axis => axis.Jump);
        WriteAxes(json, "start", row.Field, axis => axis.Start);
        WriteAxes(json, "padding", row.Field, axis => axis.Padding);
        if (row.Field?.Misalignment is { } reason) json.WriteString("notAligned", reason);
        if (row.IsShared) json.WriteBoolean("shared", true);
        if (row.IsFrozen) json.WriteBoolean("frozen", true);
        if (!row.WasRun) json.WriteBoolean("run", false);
        json.WriteEndObject();
    }

    private static void WriteEffective(Utf8JsonWriter json, EffectiveField effective)
    {
        json.WriteStartObject("effective");
        json.WriteString("layer", effective.Layer);
        json.WriteNumber("samples", effective.Samples);
        json.Array("extent", effective.Extent, json.WriteNumberValue);
        json.Array("first", effective.First, json.WriteNumberValue);
        json.Array("theoretical", effective.Theoretical, json.WriteNumberValue);
        json.Array("theoreticalFirst", effective.TheoreticalFirst, json.WriteNumberValue);
        json.WriteNumber("outside", effective.Outside);
        IEnumerable<double[]> rows = effective.Map.ToArray<double>().Chunk(effective.Map.Shape[^1]);
        json.Array("map", rows, row => json.Array(row, json.WriteNumberValue));
        json.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter json, string name, ReceptiveField? field) =>
        WriteAxes(json, name, field, axis => axis.Size);

    private static void WriteAxes(Utf8JsonWriter json, string name, ReceptiveField? field, Func<AxisField, double> value) =>
        json.Array(name, field?.Axes ?? [], axis => json.Number(axis.IsWhole ? null : value(axis)));

    private static void WriteShape(Utf8JsonWriter json, string name, Shape? shape) =>
        json.Array(name, shape is { } sizes ? sizes.Span.ToArray() : [], json.WriteNumberValue);
}
