using System.Globalization;
using Adjoint.Training;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>The report for a person: accuracy, and a table of what was taken for what.</summary>
internal static class TrainText
{
    public static void Write(TrainRun run, IAnsiConsole console)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        TrainingReport report = run.Report;
        (int epoch, double seconds) = (Math.Max(1, report.Epochs.Count), run.Elapsed.TotalSeconds);
        (var score, long skipped) = (report.Score, report.Gradients.NotFinite);
        if (report.Interrupted)
        {
            console.MarkupLineInterpolated(
                culture, $"[yellow]Interrupted in epoch {epoch} of {run.Settings.Epochs}; this is what was learned so far.[/]");
        }

        console.MarkupLineInterpolated(
            culture,
            $"[bold]Test accuracy {score.Accuracy:0.00 %}[/] ({score.Correct} of {score.Count}), loss {score.Loss:F4}, in {seconds:F1} s");
        if (skipped > 0)
        {
            console.MarkupLineInterpolated(
                culture,
                $"[yellow]{skipped} gradients were not finite, and were skipped: the training diverges; lower --lr or add --clip.[/]");
        }

        console.WriteLine();
        console.WriteLine("Rows: the class it is. Columns: the class it was taken for.");
        console.Write(Confusion(report.Score, run.Settings.Data.ClassNames));
    }

    private static Table Confusion(ClassifierScore score, IReadOnlyList<string> names)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("");
        for (int predicted = 0; predicted < names.Count; predicted++)
            table.AddColumn(new TableColumn(Text(predicted)).RightAligned());
        for (int actual = 0; actual < names.Count; actual++)
        {
            string number = Text(actual);
            string name = names[actual] == number ? number : $"{number} {Markup.Escape(names[actual])}";
            string[] cells = new string[names.Count + 1];
            cells[0] = name;
            for (int predicted = 0; predicted < names.Count; predicted++)
                cells[predicted + 1] = Cell(score[actual, predicted], actual == predicted);
            table.AddRow(cells);
        }

        return table;
    }

    private static string Cell(long count, bool right) =>
        count == 0 ? "[dim]·[/]" : right ? $"[green]{Text(count)}[/]" : $"[red]{Text(count)}[/]";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
