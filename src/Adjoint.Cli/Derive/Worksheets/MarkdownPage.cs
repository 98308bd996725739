using System.Text;

namespace Adjoint.Cli;

/// <summary>A worksheet in Markdown with formulas between dollar signs, or as plain text.</summary>
internal static class MarkdownPage
{
    private const string Blank = "________";

    public static string Write(Worksheet sheet)
    {
        var text = new StringBuilder("# Question\n\n");
        text.Append($"Given ${sheet.Function.LeftLatex} = {sheet.Function.RightLatex}$");
        string given = string.Join(",\\ ", sheet.Given.Select(line => $"{line.LeftLatex} = {line.RightLatex}"));
        if (given.Length > 0) text.Append($" at ${given}$");
        text.Append($", find ${string.Join(",\\ ", sheet.Wanted.Select(line => line.LeftLatex))}$.\n\n## Steps\n\n");
        text.Append("| step | value | local partial | value | adjoint |\n|---|---|---|---|---|\n");
        foreach (Worksheet.Step step in sheet.Steps)
        {
            string row = $"${step.Row.LeftLatex} = {step.Row.RightLatex}$ | {Shown(step.Value)}";
            string adjoint = sheet.IsOpen ? Blank : step.AdjointLatex.Length > 0 ? $"${step.AdjointLatex}$" : "";
            if (step.Partials.Count == 0) text.Append($"| {row} | | | {adjoint} |\n");
            foreach ((Worksheet.Line partial, string value) in step.Partials)
            {
                string formula = sheet.IsOpen ? "\\quad" : partial.RightLatex;
                text.Append($"| {row} | ${partial.LeftLatex} = {formula}$ | {Shown(value)} | {adjoint} |\n");
                row = " | ";
                adjoint = "";
            }
        }

        text.Append("\n## Results\n\n");
        if (sheet.IsOpen)
            foreach (Worksheet.Line line in sheet.Wanted) text.Append($"- ${line.LeftLatex} =$ {Blank}\n");
        else
            foreach (Worksheet.Line line in sheet.Results) text.Append($"- ${line.LeftLatex} = {line.RightLatex}$\n");
        return text.ToString();

        string Shown(string value) => sheet.IsOpen && value.Length > 0 ? Blank : value;
    }

    /// <summary>An exercise for the terminal.</summary>
    public static string Plain(Worksheet sheet)
    {
        var text = new StringBuilder($"Given {sheet.Function.Left} = {sheet.Function.Right}\n");
        if (sheet.Given.Count > 0) text.Append($"at {string.Join(", ", sheet.Given.Select(line => $"{line.Left} = {line.Right}"))}\n");
        text.Append($"find {string.Join(", ", sheet.Wanted.Select(line => line.Left))}.\n\n");
        foreach (Worksheet.Step step in sheet.Steps)
        {
            text.Append($"  {step.Row.Left} = {step.Row.Right} = {Blank}\n");
            foreach ((Worksheet.Line partial, string _) in step.Partials) text.Append($"      {partial.Left} = {Blank} = {Blank}\n");
        }

        text.Append('\n');
        foreach (Worksheet.Line line in sheet.Wanted) text.Append($"  {line.Left} = {Blank}\n");
        return text.Append("\n(the same with --solve shows the results)\n").ToString();
    }
}
