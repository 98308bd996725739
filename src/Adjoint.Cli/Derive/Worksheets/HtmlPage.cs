using System.Globalization;
using System.Net;
using System.Text;

namespace Adjoint.Cli;

/// <summary>A worksheet as one HTML file, with the graph as a picture.</summary>
internal static class HtmlPage
{
    private const int Across = 110;
    private const int Down = 64;

    public static string Write(Worksheet sheet)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Worksheet</title>\n<style>"
            + "body{font-family:serif;max-width:52em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}"
            + "td,th{border:1px solid #999;padding:.3em .6em;text-align:left}"
            + "code{font-size:1.05em}svg{max-width:100%}</style></head><body>\n");
        text.Append($"<h1>Question</h1>\n<p>Given {Code($"{sheet.Function.Left} = {sheet.Function.Right}")}");
        if (sheet.Given.Count > 0) text.Append($" at {Code(string.Join(", ", sheet.Given.Select(line => $"{line.Left} = {line.Right}")))}");
        text.Append($", find {Code(string.Join(", ", sheet.Wanted.Select(line => line.Left)))}.</p>\n");
        text.Append("<h2>Steps</h2>\n").Append(Picture(sheet));
        text.Append("<table><tr><th>step</th><th>value</th><th>local partial</th><th>value</th><th>adjoint</th></tr>\n");
        foreach (Worksheet.Step step in sheet.Steps)
        {
            string head = $"<td>{Code($"{step.Row.Left} = {step.Row.Right}")}</td><td>{Shown(step.Value)}</td>";
            string adjoint = Shown(step.Adjoint);
            if (step.Partials.Count == 0) text.Append($"<tr>{head}<td></td><td></td><td>{adjoint}</td></tr>\n");
            foreach ((Worksheet.Line partial, string value) in step.Partials)
            {
                string formula = sheet.IsOpen ? $"{partial.Left} = " : $"{partial.Left} = {partial.Right}";
                text.Append($"<tr>{head}<td>{Code(formula)}</td><td>{Shown(value)}</td><td>{adjoint}</td></tr>\n");
                head = "<td></td><td></td>";
                adjoint = "";
            }
        }

        text.Append("</table>\n<h2>Results</h2>\n<ul>\n");
        foreach (Worksheet.Line line in sheet.IsOpen ? sheet.Wanted : sheet.Results)
            text.Append($"<li>{Code($"{line.Left} = {(sheet.IsOpen ? "" : line.Right)}")}</li>\n");
        return text.Append("</ul>\n</body></html>\n").ToString();

        string Shown(string value) => sheet.IsOpen ? "&nbsp;" : WebUtility.HtmlEncode(value);
    }

    private static string Code(string text) => $"<code>{WebUtility.HtmlEncode(text)}</code>";

    /// <summary>The graph, variables on the left: each row right of what it depends on.</summary>
    private static string Picture(Worksheet sheet)
    {
        var places = new Dictionary<string, (int Column, int Row)>();
        var heights = new Dictionary<int, int>();
        var edges = new StringBuilder();
        var boxes = new StringBuilder();
        foreach ((string name, IReadOnlyList<string> inputs) in sheet.Nodes)
        {
            int column = inputs.Count == 0 ? 0 : inputs.Max(input => places[input].Column) + 1;
            int row = heights[column] = heights.GetValueOrDefault(column) + 1;
            places[name] = (column, row);
            (int x, int y) = (column * Across, row * Down);
            foreach (string input in inputs)
            {
                (int c, int r) = places[input];
                (int left, int top) = ((c * Across) + 90, (r * Down) - 24);
                edges.Append(
                    CultureInfo.InvariantCulture,
                    $"<path d=\"M{left} {top} C{left + 20} {top} {x} {y - 24} {x + 10} {y - 24}\" fill=\"none\" stroke=\"#557\"/>\n");
            }

            boxes.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x + 10}\" y=\"{y - 40}\" width=\"80\" height=\"32\" rx=\"6\" fill=\"#eef\" stroke=\"#557\"/>");
            boxes.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{x + 50}\" y=\"{y - 19}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(name)}</text>\n");
        }

        int width = (heights.Keys.DefaultIfEmpty().Max() + 1) * Across;
        int height = heights.Values.DefaultIfEmpty().Max() * Down;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {width} {height}\">\n{edges}{boxes}</svg>\n");
    }
}
