using System.Globalization;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>A derivation as LaTeX for amsmath: the function, its trace with adjoints, its derivatives, and what else was asked
/// for.</summary>
internal static class DeriveLatex
{
    public static void Write(DeriveReport report, TextWriter output)
    {
        Expression f = report.Settings.Expression;
        string arguments = string.Join(", ", f.Variables.Select(Formula.Latex));
        Align(output, f.Outputs.Select((value, i) => $@"{Name(report.OutputNames[i])}\left({arguments}\right) &= {Formula.Latex(value)}"));
        if (report.Trace.Rows.Count > 0) output.Write(report.Trace.ToLatex());
        if (!f.IsVector) Align(output, Adjoints(report));
        Align(
            output,
            report.Jacobian.SelectMany((row, i) => row.Select(partial => Line(report.OutputNames[i], partial)))
                .Concat((report.Hessian ?? []).Concat(report.Highest ?? []).Select(partial => Line(report.OutputNames[0], partial))));
        if (!f.IsVector && report.Trace.Rows.Count > 0) Align(output, report.Settings.Variables.Select(variable => Chain(report,
            variable)));
        if (report.Settings.Rules) Align(output, report.Settings.Variables.SelectMany(variable => Rules(report, variable)));
        if (report.Exact is not null) Align(output, Exact(report));
        if (report.Rounded is { } rounded) Align(output, Rounded(report, rounded));
    }

    private static void Align(TextWriter output, IEnumerable<string> equations)
    {
        string[] lines = [.. equations];
        if (lines.Length > 0) output.Write("\\begin{align*}\n" + string.Join(" \\\\\n", lines) + "\n\\end{align*}\n");
    }

    /// <summary>The adjoints from the result back, each as a formula in the rows, and its number at a point.</summary>
    private static IEnumerable<string> Adjoints(DeriveReport report)
    {
        string f = report.OutputNames[0];
        foreach (DerivationRow row in report.Trace.Rows.Reverse())
        {
            string formula = row.AdjointFormula is { } written ? $" &= {Formula.Latex(written)}" : "";
            string number = row.Adjoint is { } adjoint ? $"{(formula.Length > 0 ? "" : " &")} = {Number(adjoint.Detach().Item())}" : "";
            if (row.AdjointFormula is { IsSymbolic: false }) number = "";
            if (formula.Length + number.Length > 0) yield return Whole(f, row.Name) + formula + number;
        }
    }

    private static string Chain(DeriveReport report, Tensor variable)
    {
        ChainRule chain = report.ChainRuleFor(variable);
        return $"{Whole(report.OutputNames[0], variable.Name!)} &= {Formula.Latex(chain.InPartials)} = {Formula.Latex(chain.InRows)}";
    }

    private static IEnumerable<string> Rules(DeriveReport report, Tensor variable) =>
        DifferentiationRules.Of(report.Trace, variable.Name!).Select(step =>
            $@"{Whole(step.Row, variable.Name!)} &= {Formula.Latex(step.Derivative)} && \text{{{step.Rule}}}");

    private static IEnumerable<string> Exact(DeriveReport report)
    {
        ExactTrace exact = report.Exact!;
        foreach (ExactRow row in exact.Rows) yield return $@"{Name(row.Name)} &= {row.Value.Latex}";
        foreach (Tensor variable in report.Settings.Variables)
            if (exact.Adjoint(variable.Name!) is { } slope)
                yield return $"{Partial(report.OutputNames[0], variable.Name!)} &= {slope.Latex}";
    }

    /// <summary>The trace with rounded numbers.</summary>
    private static IEnumerable<string> Rounded(DeriveReport report, HandRounding rounded)
    {
        foreach ((DerivationRow row, RoundedRow numbers) in report.Trace.Rows.Zip(rounded.Rows))
        {
            yield return $@"{Name(row.Name)} &= {row.OperationLatex} \approx {Number(numbers.Value)}";
            foreach ((LocalPartial partial, double value) in row.Partials.Zip(numbers.Partials))
                yield return $@"{Partial(row.Name, partial.Input)} &= {partial.Latex} \approx {Number(value)}";
        }

        foreach ((DerivationRow row, RoundedRow numbers) in report.Trace.Rows.Zip(rounded.Rows).Reverse())
            yield return $@"{Whole(report.OutputNames[0], row.Name)} &\approx {Number(numbers.Adjoint)}";
        foreach (RoundedGradient gradient in rounded.Gradients)
            yield return $@"{Partial(report.OutputNames[0], gradient.Variable)} &\approx {Number(gradient.Value)}";
    }

    private static string Line(string function, PartialDerivative partial)
    {
        int order = partial.Variables.Count;
        string power = order > 1 ? $"^{{{order}}}" : "";
        string below = string.Join(@"\,", partial.Variables.Select(name => $@"\partial {Name(name)}"));
        return $@"\frac{{\partial{power} {Name(function)}}}{{{below}}} &= {Formula.Latex(partial.Formula)}";
    }

    private static string Whole(string above, string below) => $@"\frac{{\mathrm{{d}} {Name(above)}}}{{\mathrm{{d}} {Name(below)}}}";

    private static string Partial(string above, string below) => $@"\frac{{\partial {Name(above)}}}{{\partial {Name(below)}}}";

    private static string Number(double value) => Formula.Latex(Tensor.Scalar(
        double.Parse(value.ToString("G8", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), DType.Float64));

    private static string Name(string name) => Formula.Latex(Tensor.Symbol(name));
}
