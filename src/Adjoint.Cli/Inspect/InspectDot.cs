using Adjoint.Inspection;

namespace Adjoint.Cli;

/// <summary>The graph of layers in the language of Graphviz.</summary>
internal static class InspectDot
{
    public static void Write(ModelReport report, TextWriter output)
    {
        output.WriteLine("digraph model {");
        output.WriteLine("  rankdir=TB; node [shape=box, fontname=\"sans-serif\"];");
        output.WriteLine($"  input [label={Quoted($"input\n{report.Input}")}, shape=ellipse];");
        for (int i = 0; i < report.Layers.Count; i++)
        {
            LayerReport row = report.Layers[i];
            if (!row.WasRun) continue;
            string parameters = row.Parameters == 0 ? "" : $"\n{Quantity.Exact(row.Parameters)} parameters";
            output.WriteLine($"  n{i} [label={Quoted($"{row.Name}\n{row.Kind}  {row.Output}{parameters}")}];");
        }

        foreach ((int? from, int to) in report.Edges())
            output.WriteLine($"  {(from is { } source ? $"n{source}" : "input")} -> n{to};");
        output.WriteLine("}");
    }

    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
