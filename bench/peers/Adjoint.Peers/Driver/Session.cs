using System.Diagnostics;
using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>One run: limits, rows, limits again, report.</summary>
internal sealed class Session(Settings settings)
{
    private const int FullRounds = 7;
    private const int QuickRounds = 3;
    private const double FullMinimum = 30;
    private const double QuickMinimum = 10;
    private const int LimitRounds = 5;

    /// <summary>When a quick run begins no further row.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(3);

    private readonly int rounds = settings.Rounds ?? (settings.Quick ? QuickRounds : FullRounds);
    private readonly Limits limits = new();
    private readonly List<Outcome> outcomes = [];
    private readonly List<string> leftOut = [];

    /// <summary>Runs, and returns the exit code: 1 if a row failed or none was found.</summary>
    public int Run()
    {
        Row[] rows = [.. Catalogue.All.Prepend(Startup.Row).Where(IsWanted)];
        if (settings.List)
        {
            foreach (Row row in rows) Console.WriteLine(row.FullName);
            return 0;
        }

        if (rows.Length == 0)
        {
            Console.Error.WriteLine($"No row is called {settings.Only}; --list names them all.");
            return 1;
        }

        using var stable = new Stable(settings.Folder);
        foreach (string missing in rows.SelectMany(row => row.Peers).Distinct().Where(peer => !stable.Has(peer)))
        {
            Console.WriteLine($"{missing} is not installed.");
            leftOut.Add($"{missing}, which is not installed");
        }

        string policy = "";
        if (rows.Any(row => stable.Has(Peer.Torch) && row.Peers.Contains(Peer.Torch) && row != Startup.Row))
            (stable.TorchEnvironment, policy) = WaitPolicy.Choose(stable, settings.Threads.Max());
        Run(rows, stable);
        var report = new Report(settings, stable.Versions, limits, outcomes, leftOut, policy);
        Console.WriteLine();
        foreach (string sentence in report.Summary()) Console.WriteLine(sentence);
        if (settings.Output.Length > 0) report.Write(settings.Output);
        return outcomes.Exists(outcome => outcome.Failures.Count > 0) ? 1 : 0;
    }

    private void Run(Row[] rows, Stable stable)
    {
        var clock = Stopwatch.StartNew();
        var contest = new Contest(stable, limits, settings.Quick ? QuickMinimum : FullMinimum, rounds, settings.Quick);
        string? section = null;
        foreach (Row row in rows)
        {
            if (settings.Quick && clock.Elapsed > Enough)
            {
                leftOut.Add($"{row.FullName}, for time was up");
                continue;
            }

            // What else the machine does changes with time, so the limits are looked at again and again.
            if (section is null || (!settings.Quick && row.Section != section)) MeasureLimits(stable);
            section = row.Section;
            foreach (Outcome outcome in row == Startup.Row
                ? [Startup.Run(settings.Folder, rounds, limits)] : contest.Run(row, ThreadsFor(row)))
            {
                outcomes.Add(outcome);
                ConsoleReport.Print(outcome);
            }
        }

        MeasureLimits(stable);
    }

    private void MeasureLimits(Stable stable)
    {
        limits.Measure(stable.Get(Stable.Adjoint), settings.Threads, LimitRounds);
        foreach (int threads in limits.Threads)
            Console.WriteLine(
                $"Limits so far, {threads} thread(s): {Text.Number(limits.Gigaflops(threads))} GFLOP/s, "
                + $"{Text.Number(limits.InPlaceGigabytes(threads))} GB/s in place, {Text.Number(limits.StreamedGigabytes(threads))} "
                + "GB/s elsewhere");
    }

    private int[] ThreadsFor(Row row) => settings.Quick && row.IsLong ? [settings.Threads.Max()] : settings.Threads;

    private bool IsWanted(Row row) =>
        (row.IsQuick || !settings.Quick)
        && (settings.Only is null || row.FullName.Contains(settings.Only, StringComparison.OrdinalIgnoreCase));
}
