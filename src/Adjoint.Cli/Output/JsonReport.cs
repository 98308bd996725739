using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adjoint.Cli;

/// <summary>Writes a report as one JSON document. Numbers have full precision; one that is not finite, or not there, is null.</summary>
internal static class JsonReport
{
    /// <summary>For text that is full of + and ∂, which need no escapes outside of HTML.</summary>
    public static JavaScriptEncoder Plain => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Writes the document: one object, indented.</summary>
    public static void Write(Stream output, JavaScriptEncoder? encoder, Action<Utf8JsonWriter> content)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = encoder }))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>A number under a name.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        json.Number(value);
    }

    /// <summary>A number in an array.</summary>
    public static void Number(this Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    /// <summary>An array under a name.</summary>
    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        json.Array(items, write);
    }

    /// <summary>An array in an array.</summary>
    public static void Array<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }
}
