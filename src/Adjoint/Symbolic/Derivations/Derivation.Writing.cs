using System.Text;
using System.Text.Json;

namespace Adjoint.Symbolic;

public sealed partial class Derivation
{
    /// <summary>The trace as a table of plain text: a line for each row, followed by its local partial derivatives.</summary>
    /// <returns>The text.</returns>
    public string ToText()
    {
        var lines = new List<string[]> { (string[])["", "", "value", "adjoint"] };
        foreach (DerivationVariable leaf in Variables)
            lines.Add([leaf.Name, IsNumber(leaf.Tensor) ? "" : leaf.Tensor.Shape.ToString(), Figure(leaf.Value), Figure(leaf.Adjoint)]);
        foreach (DerivationRow row in Rows)
        {
            string shape = row.Call.Spec.Shape.Rank == 0 ? "" : $" : {row.Call.Spec.Shape}";
            lines.Add([$"{row.Name} = {row.Operation}", shape, Figure(row.Value), Figure(row.Adjoint)]);
            foreach (LocalPartial partial in row.Partials)
                lines.Add([$"  ∂{row.Name}/∂{partial.Input} = {partial.Formula}", "", partial.Value is { } value ? Figure(value) : "", ""]);
        }

        int[] widths = [.. Enumerable.Range(0, 4).Select(column => lines.Max(line => line[column].Length))];
        var text = new StringBuilder();
        foreach (string[] line in lines)
        {
            var cells = line.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The trace as a LaTeX <c>align*</c> environment: one line for each row and each local partial derivative.</summary>
    /// <returns>The environment, for a document.</returns>
    public string ToLatex()
    {
        Symbols symbols = Symbols.Latex;
        var lines = new List<string>();
        foreach (DerivationRow row in Rows)
        {
            string value = row.Value is { Numel: 1 } number ? $" = {Latex(number.Detach().Item())}" : "";
            lines.Add($"{symbols.Name(row.Name)} &= {row.OperationLatex}{value}");
            foreach (LocalPartial partial in row.Partials)
            {
                string slope = partial.Value is { } known && partial.Constant is null ? $" = {Latex(known)}" : "";
                lines.Add($"{symbols.Name($"∂{row.Name}/∂{partial.Input}")} &= {partial.Latex}{slope}");
            }
        }

        return "\\begin{align*}\n" + string.Join(" \\\\\n", lines) + "\n\\end{align*}\n";
    }

    /// <summary>The graph for Graphviz: variables and rows with value and adjoint, and on each edge the local partial derivative.</summary>
    /// <returns>The text, for <c>dot</c>.</returns>
    public string ToDot()
    {
        var text = new StringBuilder(
            "digraph derivation {\n  rankdir=BT;\n  node [shape=box, fontname=\"monospace\"];\n  edge [fontname=\"monospace\"];\n");
        foreach (DerivationVariable leaf in Variables)
            text.Append($"  {Quote(leaf.Name)} [style=rounded, label={Quote(Label(leaf.Name, leaf.Value, leaf.Adjoint))}];\n");
        foreach (DerivationRow row in Rows)
        {
            text.Append($"  {Quote(row.Name)} [label={Quote(Label($"{row.Name} = {row.Operation}", row.Value, row.Adjoint))}];\n");
            foreach (string input in row.Inputs)
            {
                string label = "";
                if (row.Partials.FirstOrDefault(partial => partial.Input == input) is { } partial)
                {
                    string value = partial.Value is { } known && partial.Constant is null ? $"\n{Figure(known)}" : "";
                    label = $" [label={Quote(partial.Formula + value)}]";
                }

                text.Append($"  {Quote(input)} -> {Quote(row.Name)}{label};\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>The variables and the trace as a JSON document; numbers that are not finite or not known are null.</summary>
    /// <returns>The text.</returns>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("variables");
            foreach (DerivationVariable leaf in Variables) WriteValue(json, leaf.Name, leaf.Value, leaf.Tensor);
            json.WriteEndObject();
            WriteTrace(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Writes the property <c>trace</c> of a JSON object: an array with an object for each row.</summary>
    /// <param name="json">Where it is written; an object is open.</param>
    public void WriteTrace(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray("trace");
        foreach (DerivationRow row in Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteString("operation", row.Operation);
            json.WriteString("formula", row.WrittenOut);
            json.WriteStartArray("inputs");
            foreach (string input in row.Inputs) json.WriteStringValue(input);
            json.WriteEndArray();
            WriteValue(json, "value", row.Value, row.Call.Output);
            json.WriteStartObject("partials");
            foreach (LocalPartial partial in row.Partials)
            {
                json.WriteStartObject(partial.Input);
                json.WriteString("formula", partial.Formula);
                WriteNumber(json, "value", partial.Value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            if (row.Adjoint is null && row.AdjointFormula is { } formula) json.WriteString("adjointFormula", Formula.Text(formula));
            if (row.Adjoints.Count <= 1) WriteValue(json, "adjoint", row.Adjoint, row.Call.Output);
            else
            {
                json.WriteStartArray("adjoint");
                foreach (Tensor? adjoint in row.Adjoints) WriteNumber(json, null, adjoint is null ? null : Item(adjoint));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A number as it is; of a tensor its shape and its Euclidean norm.</summary>
    private static void WriteValue(Utf8JsonWriter json, string name, Tensor? value, Tensor like)
    {
        if (IsNumber(like))
        {
            WriteNumber(json, name, value is null ? null : Item(value));
            return;
        }

        json.WriteStartObject(name);
        json.WriteStartArray("shape");
        foreach (int size in like.Shape.Span) json.WriteNumberValue(size);
        json.WriteEndArray();
        WriteNumber(json, "norm", value is null ? null : Norm(value));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string? name, double? value)
    {
        if (name is not null) json.WritePropertyName(name);
        if (value is { } number && double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    private static bool IsNumber(Tensor tensor) => tensor.Rank == 0;

    private static string Label(string title, Tensor? value, Tensor? adjoint) =>
        title + (value is null ? "" : $"\nvalue {Figure(value)}") + (adjoint is null ? "" : $"\nadjoint {Figure(adjoint)}");

    private static string Quote(string text) => '"' + text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal) + '"';

    private static string Figure(Tensor? value) =>
        value is null ? "" : IsNumber(value) ? Figure(Item(value)) : $"norm {Figure(Norm(value))}";

    private static string Figure(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    private static string Latex(double value) =>
        Symbols.Latex.Number(double.Parse(Figure(value), CultureInfo.InvariantCulture), DType.Float64, out _);

    private static double Item(Tensor value) => value.Detach().To(DType.Float64).Item();

    private static double Norm(Tensor value) => value.Detach().To(DType.Float64).Norm().Item();
}
