using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>The derivation of a function with arrays as LaTeX for amsmath: its steps, local derivatives and formulas.</summary>
internal static class ArrayLatex
{
    public static void Write(ArrayReport report, TextWriter output)
    {
        var lines = new List<string>();
        foreach (ArrayRow row in report.Trace.Rows)
        {
            string value = row.Value is { Rank: 0 } number ? $" = {ArrayCells.Number(number.To(DType.Float64).Item(), "G8")}" : "";
            lines.Add($"{Name(row.Name)} &= {row.Latex}{value}{Shape(row.Shape)}");
            foreach (ArrayPartial partial in row.Partials.Where(partial => partial.Latex is not null))
            {
                lines.Add(partial.Kind == "adjoint"
                    ? $"{Name($"∂{report.Trace.Name}/∂{partial.Input}")} &\\mathrel{{+}}= {partial.Latex}"
                    : $"{Name($"∂{row.Name}/∂{partial.Input}")} &= {partial.Latex}");
            }
        }

        Align(lines);
        lines.Clear();
        foreach (ArrayFormula formula in (ArrayFormula[])[.. report.Formulas, .. report.Entries, .. report.Second])
            if (formula.Latex is { } latex) lines.Add($"{Left(formula.Left)} &= {latex}{Shape(formula.Shape)}");
        Align(lines);

        void Align(List<string> equations)
        {
            if (equations.Count > 0) output.Write("\\begin{align*}\n" + string.Join(" \\\\\n", equations) + "\n\\end{align*}\n");
        }
    }

    private static string Shape(string shape)
    {
        if (shape == "number") return "";
        var lengths = shape.Split(" × ").Select(length => length.All(char.IsLetterOrDigit) ? Name(length) : length);
        return $@" && \in \mathbb{{R}}^{{{string.Join(@" \times ", lengths)}}}";
    }

    /// <summary>A derivative as a fraction, with indices below.</summary>
    private static string Left(string left)
    {
        int slash = left.IndexOf('/', StringComparison.Ordinal);
        string top = left[1..slash];
        string power = top.StartsWith('²') ? "^{2}" : "";
        var below = left[(slash + 1)..].Split('∂', StringSplitOptions.RemoveEmptyEntries).Select(name => $@"\partial {Indexed(name)}");
        return $@"\frac{{\partial{power} {Indexed(top.TrimStart('²'))}}}{{{string.Join(@"\,", below)}}}";
    }

    private static string Indexed(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? Name(name)
            : $"{{{Name(name[..bracket])}}}_{{{name[(bracket + 1)..^1].Replace(" ", "", StringComparison.Ordinal)}}}";
    }

    private static string Name(string name) => int.TryParse(name, out _) ? name : Formula.Latex(Tensor.Symbol(name));
}
