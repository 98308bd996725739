using System.Globalization;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>What stands on the page: the question, the steps and the results, each as text and as LaTeX.</summary>
internal sealed class Worksheet
{
    private readonly DeriveReport report;

    public Worksheet(DeriveReport report, bool isOpen)
    {
        (this.report, IsOpen) = (report, isOpen);
        DeriveSettings settings = report.Settings;
        Expression f = settings.Expression;
        string name = report.OutputNames[0];
        string arguments = string.Join(", ", f.Variables.Select(v => v.Name));
        string argumentsLatex = string.Join(", ", f.Variables.Select(Formula.Latex));
        Function = new Line($"{name}({arguments})", $@"{Latex(name)}\left({argumentsLatex}\right)", Formula.Text(f.Outputs[0]),
            Formula.Latex(f.Outputs[0]));
        foreach ((Tensor variable, int i) in f.Variables.Select((v, i) => (v, i)))
            if (settings.Point is { } point) Given.Add(new Line(variable.Name!, Formula.Latex(variable), Number(point[i]),
                NumberLatex(point[i])));
        foreach (Tensor variable in settings.Variables) Wanted.Add(new Line($"∂{name}/∂{variable.Name}", Slope(name, variable.Name!),
            "", ""));
        AddSteps();
        AddResults(name);
    }

    /// <summary>Whether the results are left out.</summary>
    public bool IsOpen { get; }

    public Line Function { get; }

    /// <summary>The values of the variables.</summary>
    public List<Line> Given { get; } = [];

    /// <summary>The derivatives that are asked for.</summary>
    public List<Line> Wanted { get; } = [];

    /// <summary>The rows of the trace.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>Formulas and numbers at the end.</summary>
    public List<Line> Results { get; } = [];

    /// <summary>The rows and what they depend on, for a picture.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Inputs)> Nodes =>
        report.Trace.Variables.Select(v => (v.Name, (IReadOnlyList<string>)[])).Concat(report.Trace.Rows.Select(row => (row.Name,
            row.Inputs)));

    private void AddSteps()
    {
        foreach (DerivationRow row in report.Trace.Rows)
        {
            Steps.Add(new Step(
                new Line(row.Name, Latex(row.Name), row.Operation, row.OperationLatex),
                Number(row.Value?.To(DType.Float64).Detach().Item()),
                [.. row.Partials.Select(p => (new Line($"∂{row.Name}/∂{p.Input}", Slope(row.Name, p.Input), p.Formula, p.Latex),
                    Number(p.Value)))],
                row.Adjoint is { } adjoint ? Number(adjoint.Detach().Item()) : row.AdjointFormula is { } formula
                    ? Formula.Text(formula) : "",
                row.Adjoint is { } known ? NumberLatex(known.Detach().Item()) : row.AdjointFormula is { } written
                    ? Formula.Latex(written) : ""));
        }
    }

    private void AddResults(string name)
    {
        if (report.Values is [var value]) Results.Add(new Line(name, Latex(name), Number(value), NumberLatex(value)));
        for (int i = 0; i < report.Settings.Variables.Count; i++)
        {
            Tensor variable = report.Settings.Variables[i];
            string left = $"∂{name}/∂{variable.Name}";
            string leftLatex = Slope(name, variable.Name!);
            ChainRule chain = report.ChainRuleFor(variable);
            Results.Add(new Line($"d{name}/d{variable.Name}", Latex($"d{name}/d{variable.Name}"), Formula.Text(chain.InPartials),
                Formula.Latex(chain.InPartials)));
            Tensor formula = report.Jacobian[0][i].Formula;
            Results.Add(new Line(left, leftLatex, Formula.Text(formula), Formula.Latex(formula)));
            if (report.Exact?.Adjoint(variable.Name!) is { } exact) Results.Add(new Line(left, leftLatex, exact.Text, exact.Latex));
            if (report.Gradients is { } gradients) Results.Add(new Line(left, leftLatex, Number(gradients[i].Reverse),
                NumberLatex(gradients[i].Reverse)));
            if (report.Rounded is { } rounded)
            {
                double hand = rounded.Gradients[i].Value;
                Results.Add(new Line($"{left} (rounded to {report.Settings.Rounding})", leftLatex, Number(hand), NumberLatex(hand)));
            }
        }
    }

    private static string Slope(string above, string below) =>
        $@"\frac{{\partial {Latex(above)}}}{{\partial {Latex(below)}}}";

    private static string Latex(string name) => Formula.Latex(Tensor.Symbol(name));

    private static string Number(double? value) =>
        value is { } number ? (number == 0 ? 0 : number).ToString("G8", CultureInfo.InvariantCulture).Replace('E', 'e') : "";

    private static string NumberLatex(double value) => Formula.Latex(Tensor.Scalar(
        double.Parse(value.ToString("G8", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), DType.Float64));

    /// <summary>An equation.</summary>
    internal sealed record Line(string Left, string LeftLatex, string Right, string RightLatex);

    /// <summary>A row of the trace.</summary>
    internal sealed record Step(Line Row, string Value, IReadOnlyList<(Line Partial, string Value)> Partials, string Adjoint,
        string AdjointLatex);
}
