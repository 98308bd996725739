using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint;

/// <summary>
/// Tensors in JSON: <c>{"dtype":"float32","shape":[2,2],"values":[1,2,3,4]}</c>, the values in row-major order. Numbers are
/// written so that reading gives the same bits; NaN and the infinities are the texts "NaN", "Infinity" and "-Infinity".
/// </summary>
/// <remarks>Whether a gradient is required, and history, are not written. No reflection is used.</remarks>
public sealed class TensorJsonConverter : JsonConverter<Tensor>
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="reader">At its object.</param>
    /// <param name="typeToConvert">Tensor.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="JsonException">It is not such an object.</exception>
    public override Tensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("an object is expected");
        DType type = DType.Float32;
        int[]? sizes = null;
        List<string>? values = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "dtype":
                    type = ReadType(ref reader);
                    break;
                case "shape":
                    sizes = ReadSizes(ref reader);
                    break;
                case "values":
                    values = ReadValues(ref reader);
                    break;
                default:
                    throw Wrong($"there is no property \"{name}\"; there are dtype, shape and values");
            }
        }

        if (values is null) throw Wrong("values are missing");
        try
        {
            Shape shape = sizes is null ? [values.Count] : Shape.Create(sizes);
            if (shape.Numel != values.Count) throw Wrong($"{values.Count} values do not make {shape}");
            return Parsed(values, type, shape);
        }
        catch (Exception error) when (error is ShapeException or FormatException or OverflowException)
        {
            throw Wrong(error.Message);
        }
    }

    /// <summary>Writes a tensor.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="options">Not used.</param>
    /// <exception cref="GraphException">The tensor is symbolic and has no values.</exception>
    public override void Write(Utf8JsonWriter writer, Tensor value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteString("dtype", value.DType.Name());
        writer.WriteStartArray("shape");
        foreach (int size in value.Shape) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("values");
        WriteValues(writer, value);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, Tensor tensor)
    {
        switch (tensor.DType)
        {
            case DType.Float64:
                foreach (double value in tensor.ToArray<double>())
                {
                    if (double.IsFinite(value)) writer.WriteNumberValue(value);
                    else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
                }

                break;
            case DType.Float32 or DType.Float16 or DType.BFloat16:
                // Each 16-bit number is a float32.
                foreach (float value in tensor.To(DType.Float32).ToArray<float>())
                {
                    if (float.IsFinite(value)) writer.WriteNumberValue(value);
                    else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
                }

                break;
            case DType.Bool:
                foreach (bool value in tensor.ToArray<bool>()) writer.WriteBooleanValue(value);
                break;
            default:
                foreach (long value in tensor.To(DType.Int64).ToArray<long>()) writer.WriteNumberValue(value);
                break;
        }
    }

    private static DType ReadType(ref Utf8JsonReader reader)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (DType type in Enum.GetValues<DType>())
            if (type.Name() == name) return type;
        string all = string.Join(", ", Enum.GetValues<DType>().Select(type => type.Name()));
        throw Wrong($"\"{name}\" is no type of elements; there are {all}");
    }

    private static int[] ReadSizes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong("the shape must be an array of sizes");
        var sizes = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int size)) throw Wrong("a size is no whole number");
            sizes.Add(size);
        }

        return [.. sizes];
    }

    /// <summary>The values as they are written, since the type may follow.</summary>
    private static List<string> ReadValues(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong("the values must be one array, in row-major order");
        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.TokenType switch
            {
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.HasValueSequence
                    ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence)
                    : reader.ValueSpan),
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.True => "1",
                JsonTokenType.False => "0",
                _ => throw Wrong("a value is no number"),
            });
        }

        return values;
    }

    private static Tensor Parsed(List<string> values, DType dtype, Shape shape) => dtype switch
    {
        DType.Float64 => Tensor.Wrap(Each(values, text => double.Parse(text, CultureInfo.InvariantCulture)), shape),
        DType.Float32 => Tensor.Wrap(Each(values, text => float.Parse(text, CultureInfo.InvariantCulture)), shape),
        DType.Float16 or DType.BFloat16 =>
            Tensor.Wrap(Each(values, text => float.Parse(text, CultureInfo.InvariantCulture)), shape).To(dtype),
        DType.Bool => Tensor.Wrap(Each(values, text => long.Parse(text, CultureInfo.InvariantCulture) != 0), shape),
        DType.UInt8 => Tensor.Wrap(Each(values, text => byte.Parse(text, CultureInfo.InvariantCulture)), shape),
        DType.Int32 => Tensor.Wrap(Each(values, text => int.Parse(text, CultureInfo.InvariantCulture)), shape),
        DType.Int64 => Tensor.Wrap(Each(values, text => long.Parse(text, CultureInfo.InvariantCulture)), shape),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static T[] Each<T>(List<string> values, Func<string, T> parse)
    {
        var parsed = new T[values.Count];
        for (int i = 0; i < parsed.Length; i++) parsed[i] = parse(values[i]);
        return parsed;
    }

    private static JsonException Wrong(string what) => new($"Tensor: {what}.");
}
