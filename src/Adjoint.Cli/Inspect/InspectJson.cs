using System.Text.Json;
using Adjoint.Inspection;

namespace Adjoint.Cli;

/// <summary>The anatomy of a network as one JSON document; sizes that are the whole input are null.</summary>
internal static class InspectJson
{
    /// <summary>One model.</summary>
    public static void Write(
        string name, ModelReport report, IReadOnlyList<LayerReport> rows, IReadOnlyList<ExplanationStep>? steps, EffectiveField? effective,
        Stream output)
    {
        using (Utf8JsonWriter json = Open(output)) WriteModel(json, name, report, rows, steps, effective);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Several models.</summary>
    public static void Write(IReadOnlyList<(string Name, ModelReport Report)> reports, Stream output)
    {
        using (Utf8JsonWriter json = Open(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach ((string name, ModelReport report) in reports) WriteModel(json, name, report, report.Layers, null, null);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static Utf8JsonWriter Open(Stream output) => new(output, new JsonWriterOptions
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static void WriteModel(
        Utf8JsonWriter json, string name, ModelReport report, IReadOnlyList<LayerReport> rows, IReadOnlyList<ExplanationStep>? steps,
        EffectiveField? effective)
    {
        json.WriteStartObject();
        json.WriteString("model", name);
        WriteShape(json, "input", report.Input);
        WriteShape(json, "output", report.Output);
        WriteParameters(json, report.Parameters);
        json.WriteNumber("macs", report.Work.Macs);
        json.WriteNumber("flops", report.Work.Flops);
        json.WriteBoolean("complete", report.Missing.Count == 0);
        json.WriteStartArray("missing");
        foreach (string missing in report.Missing) json.WriteStringValue(missing);
        json.WriteEndArray();
        WriteMemory(json, report);
        WriteSizes(json, "receptiveField", report.LargestField());
        json.WriteStartArray("layers");
        foreach (LayerReport row in rows) WriteLayer(json, row);
        json.WriteEndArray();
        if (steps is not null) WriteSteps(json, steps);
        if (effective is not null) WriteEffective(json, effective);
        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, IReadOnlyList<ExplanationStep> steps)
    {
        json.WriteStartArray("explanation");
        foreach (ExplanationStep step in steps)
        {
            json.WriteStartObject();
            json.WriteString("layer", step.Layer);
            json.WriteString("quantity", step.Quantity);
            json.WriteString("formula", step.Formula);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, ParameterCount parameters)
    {
        json.WriteStartObject("parameters");
        json.WriteNumber("total", parameters.Total);
        json.WriteNumber("trainable", parameters.Trainable);
        json.WriteNumber("convolution", parameters.Convolution);
        json.WriteNumber("linear", parameters.Linear);
        json.WriteNumber("other", parameters.Other);
        if (parameters.Ratio is { } ratio) json.WriteNumber("ratio", ratio);
        else json.WriteNull("ratio");
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
        Write(json, "extent", effective.Extent);
        Write(json, "first", effective.First);
        Write(json, "theoretical", effective.Theoretical);
        Write(json, "theoreticalFirst", effective.TheoreticalFirst);
        json.WriteNumber("outside", effective.Outside);
        json.WriteStartArray("map");
        Tensor map = effective.Map.Reshape(-1, effective.Map.Shape[^1]);
        double[] values = map.ToArray<double>();
        for (int row = 0; row < map.Shape[0]; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < map.Shape[1]; column++) json.WriteNumberValue(values[(row * map.Shape[1]) + column]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter json, string name, ReceptiveField? field) =>
        WriteAxes(json, name, field, axis => axis.Size);

    private static void WriteAxes(Utf8JsonWriter json, string name, ReceptiveField? field, Func<AxisField, double> value)
    {
        json.WriteStartArray(name);
        foreach (AxisField axis in field?.Axes ?? [])
        {
            if (axis.IsWhole) json.WriteNullValue();
            else json.WriteNumberValue(value(axis));
        }

        json.WriteEndArray();
    }

    private static void WriteShape(Utf8JsonWriter json, string name, Shape? shape)
    {
        json.WriteStartArray(name);
        if (shape is { } sizes)
            foreach (int size in sizes.Span) json.WriteNumberValue(size);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
