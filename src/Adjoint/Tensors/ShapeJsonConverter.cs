using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint;

/// <summary>Shapes in JSON: an array of sizes, <c>[2,3]</c>.</summary>
public sealed class ShapeJsonConverter : JsonConverter<Shape>
{
    /// <summary>Reads a shape.</summary>
    /// <param name="reader">At its array.</param>
    /// <param name="typeToConvert">Shape.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="JsonException">It is no array of sizes that a tensor can have.</exception>
    public override Shape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Shape: an array of sizes is expected.");
        var sizes = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int size))
                throw new JsonException("Shape: a size is no whole number.");
            sizes.Add(size);
        }

        try
        {
            return Shape.Create([.. sizes]);
        }
        catch (ShapeException error)
        {
            throw new JsonException($"Shape: {error.Message}");
        }
    }

    /// <summary>Writes a shape.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The shape.</param>
    /// <param name="options">Not used.</param>
    public override void Write(Utf8JsonWriter writer, Shape value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (int size in value) writer.WriteNumberValue(size);
        writer.WriteEndArray();
    }
}
