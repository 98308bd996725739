using System.Globalization;
using Adjoint.Optim;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>The runs for a person: a table, drawings, and what the steps did.</summary>
internal static class OptimizeText
{
    private const int MostTraced = 6;

    public static void Write(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs, IAnsiConsole console)
    {
        if (settings.Explain) Formulas(settings.Ways, console);
        if (settings.Trace)
        {
            foreach (OptimizeRun run in runs) Trace(settings.Problem, run, console);
        }

        console.Write(Table(settings, runs));
        if (settings.Steps < 1) return;
        // A trace has said it already.
        if (settings.Observes && !settings.Trace)
        {
            foreach (OptimizeRun run in runs)
                foreach (string sentence in Observations.Of(run)) console.WriteLine($"{run.Way.Label}: {sentence}");
            console.WriteLine();
        }

        console.MarkupLine(RunMarks.Legend(runs));
        console.WriteLine();
        LossDrawing.Write(settings, runs, console);
        if (settings.Problem.Coordinates.Count == 2)
        {
            console.WriteLine();
            PathDrawing.Write(settings, runs, console);
        }

        DecayComparison.Write(settings, runs, console);
    }

    private static Table Table(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs)
    {
        var table = new Table().Border(TableBorder.Simple);
        string[] columns =
            ["", "optimizer", "lr", "final value", "distance", Invariant($"steps to {settings.Tolerance:0.###e+0}"), "gradients"];
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]);
            table.AddColumn(i < 2 ? column : column.RightAligned());
        }

        for (int i = 0; i < runs.Count; i++)
        {
            OptimizeRun run = runs[i];
            table.AddRow(
                $"[{RunMarks.ColorOf(i).ToMarkup()}]{RunMarks.Letter(i)}[/]", Markup.Escape(run.Way.Label), Text(run.Way.Rule.LearningRate),
                run.Diverged ? Invariant($"diverged at step {run.StepCount}") : Text(run.Values[^1]),
                run.Distance is { } distance && double.IsFinite(distance) ? Text(distance) : "-",
                run.StepsToTolerance?.ToString(CultureInfo.InvariantCulture) ?? "-",
                run.Evaluations.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static void Formulas(IEnumerable<OptimizeWay> ways, IAnsiConsole console)
    {
        foreach (OptimizeWay way in ways)
        {
            console.MarkupLineInterpolated($"[bold]{way.Label}[/]: {string.Join(", ", way.Rule.Settings())}");
            IReadOnlyList<UpdateFormula> formulas = way.Rule.Formulas();
            int width = formulas.Where(formula => formula.Note is not null).Select(formula => Columns(formula.Text)).DefaultIfEmpty().Max();
            foreach (UpdateFormula formula in formulas)
            {
                string note = formula.Note is null ? "" : $"{new string(' ', width - Columns(formula.Text))}    ({formula.Note})";
                console.WriteLine($"  {formula.Text}{note}");
            }

            console.WriteLine();
        }
    }

    /// <summary>How wide a text is: a letter with its accent takes one place.</summary>
    private static int Columns(string text) => new StringInfo(text).LengthInTextElements;

    private static void Trace(Problem problem, OptimizeRun run, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{run.Way.Label}[/]");
        var table = new Table().Border(TableBorder.Simple);
        string[] columns = ["step", "", "lr", "g", "m", "v", "m̂", "v̂", "√v̂+ε", "update", "decay", "θ"];
        bool[] used = [.. columns.Select(
            (_, i) => i < 4 || i > 8 || run.Steps.Any(step => step.Coordinates.Any(c => Numbers(c)[i - 3] is not null)))];
        for (int i = 0; i < columns.Length; i++)
            if (used[i]) table.AddColumn(i == 1 ? new TableColumn(columns[i]) : new TableColumn(columns[i]).RightAligned());
        foreach (TracedStep step in run.Steps)
        {
            foreach (TracedCoordinate coordinate in step.Coordinates.Take(MostTraced))
            {
                string[] cells = [
                    step.Step.ToString(CultureInfo.InvariantCulture), Markup.Escape(coordinate.Name), Text(step.Rate),
                    .. Numbers(coordinate).Select(number => number is { } value ? Text(value) : "")];
                table.AddRow([.. cells.Where((_, i) => used[i])]);
            }
        }

        console.Write(table);
        if (problem.Coordinates.Count > MostTraced)
            console.WriteLine(Invariant($"The first {MostTraced} of {problem.Coordinates.Count} coordinates; --json has them all."));
        foreach (string sentence in Observations.Of(run)) console.WriteLine(sentence);
        console.WriteLine();
    }

    private static double?[] Numbers(TracedCoordinate c) =>
        [c.Gradient, c.M, c.V, c.MHat, c.VHat, c.Denominator, c.Update, c.Decay, c.Value];

    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
