using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>A derivation as LaTeX for amsmath: the function, its trace, its derivatives.</summary>
internal static class DeriveLatex
{
    public static void Write(DeriveReport report, TextWriter output)
    {
        Expression f = report.Settings.Expression;
        var lines = new List<string>();
        string arguments = string.Join(", ", f.Variables.Select(Formula.Latex));
        for (int i = 0; i < f.Outputs.Count; i++)
            lines.Add($@"{Name(report.OutputNames[i])}\left({arguments}\right) &= {Formula.Latex(f.Outputs[i])}");
        Align(lines);
        if (report.Trace.Rows.Count > 0) output.Write(report.Trace.ToLatex());
        lines.Clear();
        for (int i = 0; i < report.Jacobian.Count; i++)
            foreach (PartialDerivative partial in report.Jacobian[i]) lines.Add(Line(report.OutputNames[i], partial));
        foreach (PartialDerivative partial in report.Hessian ?? []) lines.Add(Line(report.OutputNames[0], partial));
        foreach (PartialDerivative partial in report.Highest ?? []) lines.Add(Line(report.OutputNames[0], partial));
        if (lines.Count > 0) Align(lines);

        void Align(List<string> equations) =>
            output.Write("\\begin{align*}\n" + string.Join(" \\\\\n", equations) + "\n\\end{align*}\n");
    }

    private static string Line(string function, PartialDerivative partial)
    {
        int order = partial.Variables.Count;
        string power = order > 1 ? $"^{{{order}}}" : "";
        string below = string.Join(@"\,", partial.Variables.Select(name => $@"\partial {Name(name)}"));
        return $@"\frac{{\partial{power} {Name(function)}}}{{{below}}} &= {Formula.Latex(partial.Formula)}";
    }

    private static string Name(string name) => Formula.Latex(Tensor.Symbol(name));
}
