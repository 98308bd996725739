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

    /// <summary>Runs, and returns the exit code: 1 if a row failed or none was found.</summary>
    public int Run()
    {
        Row[] rows = [.. Catalogue.All.Where(IsWanted)];
        bool startup = IsWanted(Startup.Row);
        if (settings.List)
        {
            foreach (Row row in startup ? rows.Append(Startup.Row) : rows) Console.WriteLine($"{row.Section}: {row.Name}");
            return 0;
        }

        if (rows.Length == 0 && !startup)
        {
            Console.Error.WriteLine($"No row is called {settings.Only}; --list names them all.");
            return 1;
        }

        int rounds = settings.Rounds ?? (settings.Quick ? QuickRounds : FullRounds);
        var outcomes = new List<Outcome>();
        var limits = new Limits();
        using var stable = new Stable(settings.Folder);
        foreach (string missing in rows.SelectMany(row => row.Peers).Distinct().Where(peer => !stable.Has(peer)))
            Console.Error.WriteLine($"{missing} is not installed: its rows are left out.");
        if (settings.Quick) MeasureLimits(limits, stable);
        var contest = new Contest(stable, limits, settings.Quick ? QuickMinimum : FullMinimum, rounds, settings.Quick);
        string section = "";
        foreach (Row row in rows)
        {
            // What else the machine does changes with time, so the limits are looked at again and again.
            if (!settings.Quick && row.Section != section) MeasureLimits(limits, stable);
            section = row.Section;
            foreach (Outcome outcome in contest.Run(row, settings.Threads)) Take(outcome);
        }

        MeasureLimits(limits, stable);
        if (startup) Take(Startup.Run(settings.Folder, rounds, limits));

        var report = new Report(settings, stable.Versions, limits, outcomes);
        Console.WriteLine();
        foreach (string sentence in report.Summary()) Console.WriteLine(sentence);
        if (settings.Output.Length > 0) report.Write(settings.Output);
        return outcomes.Exists(outcome => outcome.Failures.Count > 0) ? 1 : 0;

        void Take(Outcome outcome)
        {
            outcomes.Add(outcome);
            ConsoleReport.Print(outcome);
        }
    }

    private void MeasureLimits(Limits limits, Stable stable)
    {
        limits.Measure(stable.Get(Stable.Adjoint), settings.Threads, LimitRounds);
        foreach (int threads in limits.Threads)
            Console.WriteLine($"Limits so far, {threads} thread(s): {Text.Number(limits.Gigaflops(threads))} GFLOP/s, {Text.Number(limits.InPlaceGigabytes(threads))} GB/s in place, {Text.Number(limits.StreamedGigabytes(threads))} GB/s elsewhere");
    }

    private bool IsWanted(Row row) =>
        (row.IsQuick || !settings.Quick)
        && (settings.Only is null || $"{row.Section}: {row.Name}".Contains(settings.Only, StringComparison.OrdinalIgnoreCase));
}
