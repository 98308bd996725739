using System.Text;

namespace Adjoint.Cli;

/// <summary>A worksheet as a LaTeX document.</summary>
internal static class LatexPage
{
    public static string Write(Worksheet sheet)
    {
        var text = new StringBuilder();
        text.Append("\\documentclass[a4paper]{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n\\usepackage{amsmath}\n")
            .Append("\\usepackage[margin=2.5cm]{geometry}\n\\allowdisplaybreaks\n\\setlength{\\parindent}{0pt}\n\\begin{document}\n")
            .Append("\\section*{Question}\n")
            .Append($"Given $\\displaystyle {Equation(sheet.Function)}$");
        if (sheet.Given.Count > 0) text.Append($" at ${string.Join(",\\ ", sheet.Given.Select(Equation))}$");
        text.Append($", find $\\displaystyle {string.Join(",\\ ", sheet.Wanted.Select(line => line.LeftLatex))}$.\n");
        if (sheet.Steps.Count > 0)
        {
            text.Append("\\section*{Steps}\n\\begin{align*}\n");
            text.Append(string.Join(" \\\\\n", sheet.Steps.SelectMany(step => Lines(step, sheet.IsOpen)))).Append("\n\\end{align*}\n");
            if (sheet.Steps.Exists(step => step.AdjointLatex.Length > 0))
            {
                string f = sheet.Steps[^1].Row.LeftLatex;
                text.Append("\\section*{Adjoints, from the result back}\n\\begin{align*}\n");
                text.Append(string.Join(" \\\\\n", Enumerable.Reverse(sheet.Steps).Select(step =>
                    $"\\frac{{\\mathrm{{d}} {f}}}{{\\mathrm{{d}} {step.Row.LeftLatex}}} &= "
                    + $"{(sheet.IsOpen ? "\\underline{\\hspace{4cm}}" : step.AdjointLatex)}")));
                text.Append("\n\\end{align*}\n");
            }
        }

        text.Append("\\section*{Results}\n");
        IEnumerable<string> results = sheet.IsOpen
            ? sheet.Wanted.Select(line => $"{line.LeftLatex} &= \\underline{{\\hspace{{4cm}}}}")
            : sheet.Results.Select(line => $"{line.LeftLatex} &= {line.RightLatex}");
        if (results.Any()) text.Append("\\begin{align*}\n").Append(string.Join(" \\\\\n", results)).Append("\n\\end{align*}\n");
        return text.Append("\\end{document}\n").ToString();
    }

    private static string Equation(Worksheet.Line line) => $"{line.LeftLatex} = {line.RightLatex}";

    private static IEnumerable<string> Lines(Worksheet.Step step, bool isOpen)
    {
        const string blank = "\\underline{\\hspace{2cm}}";
        yield return $"{step.Row.LeftLatex} &= {step.Row.RightLatex}{(step.Value.Length == 0 ? "" : $" = {(isOpen ? blank
            : Number(step.Value))}")}";
        foreach ((Worksheet.Line partial, string value) in step.Partials)
        {
            string same = value.Length == 0 || value == partial.Right ? "" : $" = {Number(value)}";
            yield return $"{partial.LeftLatex} &= {(isOpen ? blank : partial.RightLatex + same)}";
        }
    }

    private static string Number(string text)
    {
        int e = text.IndexOf('e', StringComparison.Ordinal);
        return e < 0 ? text : $"{text[..e]} \\cdot 10^{{{int.Parse(text[(e + 1)..], System.Globalization.CultureInfo.InvariantCulture)}}}";
    }
}
