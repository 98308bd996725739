using System.Text.Json;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>Exact numbers of a derivation, for the text and the JSON document.</summary>
internal static class Exactly
{
    /// <summary>Numbers that take more characters are shown as decimals.</summary>
    private const int Longest = 60;

    /// <summary>What is written and what it is, with the decimal number beside.</summary>
    public static IEnumerable<(string Name, string Exact, double Value)> Lines(DeriveReport report)
    {
        ExactTrace exact = report.Exact!;
        foreach (Tensor variable in report.Settings.Expression.Variables)
            if (exact.Value(variable.Name!) is { } value) yield return (variable.Name!, Written(value), value.Value);
        for (int i = 0; i < exact.Rows.Count; i++)
        {
            (DerivationRow row, ExactRow numbers) = (report.Trace.Rows[i], exact.Rows[i]);
            yield return ($"{row.Name} = {row.Operation}", Written(numbers.Value), numbers.Value.Value);
            for (int p = 0; p < numbers.Partials.Count; p++)
                yield return ($"  ∂{row.Name}/∂{row.Partials[p].Input} = {row.Partials[p].Formula}", Written(numbers.Partials[p]),
                    numbers.Partials[p].Value);
            if (numbers.Adjoint is { } adjoint) yield return ($"  adjoint of {row.Name}", Written(adjoint), adjoint.Value);
        }

        foreach (Tensor variable in report.Settings.Variables)
            if (exact.Adjoint(variable.Name!) is { } slope) yield return ($"∂{report.OutputNames[0]}/∂{variable.Name}", Written(slope),
                slope.Value);
    }

    public static void Write(Utf8JsonWriter json, DeriveReport report)
    {
        ExactTrace exact = report.Exact!;
        json.WriteStartObject("exact");
        json.WriteStartObject("gradient");
        foreach (Tensor variable in report.Settings.Variables)
            if (exact.Adjoint(variable.Name!) is { } slope) Write(json, variable.Name!, slope);
        json.WriteEndObject();
        json.Array("trace", exact.Rows, row =>
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            Write(json, "value", row.Value);
            json.Array("partials", row.Partials, partial => Write(json, null, partial));
            if (row.Adjoint is { } adjoint) Write(json, "adjoint", adjoint);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string? name, ExactNumber number)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteString("text", number.Text);
        json.WriteString("latex", number.Latex);
        json.Number("value", number.Value);
        json.WriteEndObject();
    }

    private static string Written(ExactNumber number) => number.Text is { Length: <= Longest } text ? text : "(long; --json has it)";
}
