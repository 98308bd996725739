using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint.Training;

/// <summary>Scores in JSON: count, correct, accuracy, loss, and the confusion matrix, a row for each actual class.</summary>
public sealed class ClassifierScoreJsonConverter : JsonConverter<ClassifierScore>
{
    /// <summary>Reads a score.</summary>
    /// <param name="reader">At its object.</param>
    /// <param name="typeToConvert">ClassifierScore.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The score, from its loss and its confusion matrix.</returns>
    /// <exception cref="JsonException">The loss or the matrix is missing, or the matrix is not square.</exception>
    public override ClassifierScore Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("loss", out JsonElement loss)
            || !root.TryGetProperty("confusion", out JsonElement rows) || rows.ValueKind != JsonValueKind.Array)
            throw new JsonException("ClassifierScore: loss and confusion are expected.");
        int classes = rows.GetArrayLength();
        var confusion = new long[classes, classes];
        int actual = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != classes)
                throw new JsonException("ClassifierScore: the confusion matrix must be square.");
            int predicted = 0;
            foreach (JsonElement count in row.EnumerateArray())
            {
                confusion[actual, predicted++] = count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long n)
                    ? n
                    : throw new JsonException("ClassifierScore: a count is no whole number.");
            }

            actual++;
        }

        return new ClassifierScore(loss.ValueKind == JsonValueKind.Number ? loss.GetDouble() : double.NaN, confusion);
    }

    /// <summary>Writes a score; what is no number is null.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The score.</param>
    /// <param name="options">Not used.</param>
    public override void Write(Utf8JsonWriter writer, ClassifierScore value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteNumber("count", value.Count);
        writer.WriteNumber("correct", value.Correct);
        Number("accuracy", value.Accuracy);
        Number("loss", value.Loss);
        writer.WriteStartArray("confusion");
        for (int actual = 0; actual < value.Classes; actual++)
        {
            writer.WriteStartArray();
            for (int predicted = 0; predicted < value.Classes; predicted++) writer.WriteNumberValue(value[actual, predicted]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        void Number(string name, double number)
        {
            if (double.IsFinite(number)) writer.WriteNumber(name, number);
            else writer.WriteNull(name);
        }
    }
}
