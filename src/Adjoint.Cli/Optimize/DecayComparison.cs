using System.Globalization;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>
/// Puts L2 regularisation beside decoupled weight decay: what each takes off each coordinate in the first step, and how far
/// the paths come apart.
/// </summary>
internal static class DecayComparison
{
    /// <summary>Paths that differ by less than this, relative to their size, differ by rounding.</summary>
    private const double Rounding = 1e-12;

    private const int MostCoordinates = 8;

    public static void Write(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs, IAnsiConsole console)
    {
        foreach (OptimizeRun l2 in runs.Where(run => run.Way.Decay == DecayKind.L2))
        {
            OptimizeRun? decoupled = runs.FirstOrDefault(run => run.Way.Decay == DecayKind.Decoupled && run.Way.Name == l2.Way.Name);
            if (decoupled is null || l2.Steps.Count == 0 || decoupled.Steps.Count == 0) continue;
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{l2.Way.Name}: the two decays in step 1[/]");
            console.Write(Table(l2.Steps[0], decoupled.Steps[0]));
            if (l2.Steps[0].Coordinates.Count > MostCoordinates)
                console.WriteLine($"The first {MostCoordinates} of {settings.Problem.Coordinates.Count} coordinates.");
            foreach (string sentence in Sentences(l2, decoupled)) console.WriteLine(sentence);
        }
    }

    /// <summary>What the comparison shows.</summary>
    public static IEnumerable<string> Sentences(OptimizeRun l2, OptimizeRun decoupled)
    {
        double apart = 0, size = 0;
        for (int step = 0; step < Math.Min(l2.Path.Count, decoupled.Path.Count); step++)
        {
            for (int i = 0; i < l2.Path[step].Length; i++)
            {
                apart = Math.Max(apart, Math.Abs(l2.Path[step][i] - decoupled.Path[step][i]));
                size = Math.Max(size, Math.Abs(l2.Path[step][i]));
            }
        }

        string steps = l2.StepCount.ToString(CultureInfo.InvariantCulture);
        if (apart <= Rounding * Math.Max(size, 1))
        {
            yield return $"Equal to rounding: over {steps} steps the paths are at most {Text(apart)} apart. λθ in the gradient, "
                + "times lr, is lr·λ·θ.";
            yield break;
        }

        yield return $"Not equal: over {steps} steps the paths come {Text(apart)} apart.";
        if (l2.Steps[0].Coordinates.All(c => c.Denominator is not null))
            yield return "L2 sends λθ through the average and the division by √v̂+ε: where gradients are large, little of lr·λ·θ is left; "
                + "decoupled, every coordinate shrinks by the same share.";
        else
            yield return "L2 sends λθ into the velocity, where it keeps acting; decoupled, it acts once.";
    }

    private static Table Table(TracedStep l2, TracedStep decoupled)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("");
        foreach (string column in new[] { "θ", "|g|", "√v̂+ε", "decoupled lr·λ·θ", "L2: what is left of it", "L2 / decoupled" })
            table.AddColumn(new TableColumn(column).RightAligned());
        for (int i = 0; i < Math.Min(MostCoordinates, l2.Coordinates.Count); i++)
        {
            (TracedCoordinate a, TracedCoordinate b) = (l2.Coordinates[i], decoupled.Coordinates[i]);
            table.AddRow(
                Markup.Escape(a.Name), Text(a.Before), Text(Math.Abs(a.Gradient)), a.Denominator is { } root ? Text(root) : "1",
                Text(b.Decay), Text(a.Decay), b.Decay == 0 ? "-" : Text(a.Decay / b.Decay));
        }

        return table;
    }

    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
