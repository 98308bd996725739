using Adjoint.Symbolic;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>The derivation of a function with arrays for a person.</summary>
internal sealed class ArrayText(ArrayReport report, IAnsiConsole console)
{
    private const int LongestFormula = 2000;

    private readonly ArraySettings settings = report.Settings;
    private readonly TextWriter output = console.Profile.Out.Writer;

    public void Write()
    {
        WriteFunction();
        WriteTrace();
        WriteGradients();
        WriteFormulas(settings.Expression.IsNumber ? "Formulas" : "Formulas of the Jacobian", report.Formulas);
        if (report.Entries.Count > 0) WriteFormulas("Entries", report.Entries);
        if (report.Second.Count > 0) WriteFormulas("Second derivatives", report.Second);
        if (report.Hessian is { } hessian) WriteHessian("Hessian", hessian);
        if (report.Slope is not null) WriteSlope();
        if (report.Critical is not null) WriteCritical();
    }

    private void WriteFunction()
    {
        ArrayExpression f = settings.Expression;
        foreach (string statement in f.Source.Split([';', '\n'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[..^1])
            output.WriteLine(statement);
        string last = f.Source.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        int equals = last.IndexOf('=', StringComparison.Ordinal);
        string name = report.Trace.Name;
        string body = equals > 0 && last[..equals].Trim() == name ? last[(equals + 1)..].Trim() : last;
        output.WriteLine($"{name}({string.Join(", ", f.Variables)}) = {body}");
        string[] shapes =
            [.. f.Variables.Where(variable => f.ShapeOf(variable) != "number").Select(variable => $"{variable}: {f.ShapeOf(variable)}")];
        if (shapes.Length > 0) output.WriteLine(string.Join(", ", shapes));
        if (report.Trace.Value is not { } value) return;
        string[] lines = ArrayCells.Lines(value, value.Rank == 0 ? "R" : "G6");
        string shape = value.Rank == 0 ? "" : $" ({f.Shape})";
        if (lines.Length == 1) output.WriteLine($"{name}{shape} = {lines[0]}");
        else
        {
            output.WriteLine($"{name}{shape} =");
            foreach (string line in lines) output.WriteLine("  " + line);
        }
    }

    private void WriteTrace()
    {
        if (report.Trace.Rows.Count == 0) return;
        Heading("Trace");
        var grid = new ArrayGrid("step", "shape", "value", "adjoint");
        foreach (ArrayVariable variable in report.Trace.Variables)
            grid.Add([variable.Name], [variable.Shape], ArrayCells.Lines(variable.Value), ArrayCells.Lines(variable.Adjoint));
        foreach (ArrayRow row in report.Trace.Rows)
        {
            grid.Add([$"{row.Name} = {Shorten(row.Operation)}"], [row.Shape], ArrayCells.Lines(row.Value), ArrayCells.Lines(row.Adjoint));
            foreach (ArrayPartial partial in row.Partials)
                grid.Add([Local(row.Name, partial)], [], ArrayCells.Lines(partial.Value),
                    [.. ArrayCells.Lines(partial.Gain).Select((line, i) => (i == 0 ? "+ " : "  ") + line)]);
        }

        grid.Write(output, console.Profile.Width);
        output.WriteLine(settings.Expression.IsNumber
            ? report.Trace.Value is null ? "(indented: local derivatives; += is what the adjoint of the input gains)"
                : "(indented: local derivatives; + is what they add to the adjoint of the input)"
            : "(indented: local derivatives, of more than two axes on an array g of the step's shape)");
    }

    private string Local(string row, ArrayPartial partial) => partial.Kind switch
    {
        "entrywise" => $"  ∂{row}/∂{partial.Input} = {Shorten(partial.Formula!)}, by entries",
        "adjoint" when !settings.Expression.IsNumber => $"  g·∂{row}/∂{partial.Input} = {Shorten(partial.Formula!)}",
        "adjoint" => $"  ∂{report.Trace.Name}/∂{partial.Input} += {Shorten(partial.Formula!)}",
        "numbers" => $"  ∂{row}/∂{partial.Input}: numbers only",
        _ => $"  ∂{row}/∂{partial.Input} = {Shorten(partial.Formula!)}",
    };

    private void WriteGradients()
    {
        if (report.IsLarge)
        {
            Heading("Jacobian");
            output.WriteLine(
                $"too large to compute: the value has {report.Trace.Value!.Numel} entries; sum(...) or an index make a number of it");
        }

        if (report.Gradients is not { Count: > 0 } gradients) return;
        Heading(settings.Expression.IsNumber ? "Gradient" : "Jacobian");
        var grid = new ArrayGrid("", "reverse", "forward", "symbolic", "numeric");
        foreach (ArrayGradient gradient in gradients)
        {
            string format = gradient.Reverse.Rank == 0 ? "G13" : "G6";
            grid.Add(
                [$"∂{report.Trace.Name}/∂{gradient.Variable}", $"({gradient.Shape})"], ArrayCells.Lines(gradient.Reverse, format),
                ArrayCells.Lines(gradient.Forward, format), ArrayCells.Lines(gradient.Symbolic, format),
                    ArrayCells.Lines(gradient.Numeric, format));
        }

        grid.Write(output, console.Profile.Width);
        ArrayGradient? worst = gradients.Where(gradient => double.IsFinite(gradient.Disagreement)).MaxBy(gradient => gradient.Disagreement);
        if (worst is not null)
        {
            output.WriteLine(
                $"numeric: central differences in float64; largest disagreement: {ArrayCells.Number(worst.Disagreement, "G3")}, "
                + $"in ∂{report.Trace.Name}/∂{worst.Variable}");
        }

        foreach (ArrayGradient gradient in gradients.Where(gradient => !double.IsFinite(gradient.Disagreement)))
            output.WriteLine($"∂{report.Trace.Name}/∂{gradient.Variable} is not finite here");
    }

    private void WriteFormulas(string title, IReadOnlyList<ArrayFormula> formulas)
    {
        if (formulas.Count == 0) return;
        Heading(title);
        foreach (ArrayFormula formula in formulas)
        {
            output.WriteLine(formula.Text is { } text ? $"{formula.Left} = {Shorten(text)}" : $"{formula.Left}: {formula.Problem}");
            if (formula.Text is null) continue;
            string shape = formula.Shape == "number" ? "a number" : formula.Shape;
            string why = formula.Problem is { } problem ? $", {problem}" : "";
            string check = formula.Difference is not { } difference ? "" : difference < 1e-6
                ? $"; checked at random points, largest difference {ArrayCells.Number(difference, "G2")}"
                : $"; NOT what a reverse pass gives at random points: {ArrayCells.Number(difference, "G2")} off";
            output.WriteLine($"    {shape}{why}{check}");
        }
    }

    private void WriteHessian(string title, ArrayHessian hessian)
    {
        Heading(title);
        output.WriteLine($"rows and columns: {string.Join(", ", hessian.Entries.Take(20))}{(hessian.Entries.Count > 20 ? ", ..." : "")}");
        foreach (string line in ArrayCells.Lines(hessian.Matrix)) output.WriteLine("  " + line);
        WriteEigenvalues(hessian);
    }

    private void WriteEigenvalues(ArrayHessian hessian) => output.WriteLine(
        $"eigenvalues {string.Join(", ", hessian.Eigenvalues.Take(20).Select(value => ArrayCells.Number(value)))}"
        + $"{(hessian.Eigenvalues.Count > 20 ? ", ..." : "")}: {hessian.Definiteness}");

    private void WriteSlope()
    {
        Heading("Directional derivative");
        string direction = string.Join(", ", settings.Direction!.Select(pair => $"{pair.Key} by {InALine(pair.Value)}"));
        output.WriteLine($"direction: {direction}; length {ArrayCells.Number(report.Length)}");
        string formula = string.Join(" + ", settings.Direction!.Select(pair => pair.Value.Rank == 1
            ? $"(∂{report.Trace.Name}/∂{pair.Key})ᵀ d{pair.Key}"
            : pair.Value.Rank == 0 ? $"∂{report.Trace.Name}/∂{pair.Key} d{pair.Key}"
                : $"tr((∂{report.Trace.Name}/∂{pair.Key})ᵀ d{pair.Key})"));
        string[] lines = ArrayCells.Lines(report.Slope, "G13");
        output.WriteLine(settings.Expression.IsNumber ? $"{formula} = {lines[0]}"
            : $"d{report.Trace.Name} = {string.Join(' ', lines.Select(line => line.Trim()))}");
        if (report.Length > 0 && settings.Expression.IsNumber)
            output.WriteLine($"per unit of length: {ArrayCells.Number(report.Slope!.Item() / report.Length, "G13")}");
    }

    private void WriteCritical()
    {
        Heading("Critical points");
        if (report.Critical!.Count == 0) output.WriteLine("none found from random starts");
        foreach (CriticalPoint point in report.Critical)
        {
            string at = string.Join(", ", point.Point.Select(pair => $"{pair.Key} = {InALine(pair.Value)}"));
            output.WriteLine($"{at}: {point.Kind}, {report.Trace.Name} = {ArrayCells.Number(point.Value, "G13")}");
            output.Write("    Hessian: ");
            WriteEigenvalues(point.Hessian);
        }

        output.WriteLine("(found by Newton's method from 60 random starts; there may be others)");
    }

    private static string InALine(Tensor value) => string.Join(' ', ArrayCells.Lines(value).Select(line => line.Trim()));

    private void Heading(string title)
    {
        output.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
    }

    private static string Shorten(string formula) => formula.Length <= LongestFormula
        ? formula
        : $"{formula.AsSpan(0, LongestFormula)}... ({formula.Length} characters; --json has them all)";
}
