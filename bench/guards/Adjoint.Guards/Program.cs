using System.Globalization;
using Adjoint.Guards;

// Compares two builds of the library; the script bench/guards/run builds both and starts this.
const double leastRatio = 0.97;
if (args is ["worker"])
{
    Worker.Serve();
    return 0;
}

Settings settings;
try
{
    settings = Settings.Read(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

List<Comparison> comparisons = [.. settings.Names.Select(name => new Comparison(name))];
for (int pair = 0; pair < settings.Processes; pair++)
{
    using var before = new Side(settings.Before);
    using var after = new Side(settings.After);
    foreach (Comparison comparison in comparisons)
    {
        Console.Error.WriteLine($"-- {comparison.Name}, pair {pair + 1} of {settings.Processes}");
        comparison.Measure(before, after, settings);
    }
}

Console.WriteLine($"{"workload",-20} {"before",10} {"after",10} {"ratio",6} {"least",6} {"most",6} {"best",6} {"rounds",6}  numbers");
foreach (Comparison comparison in comparisons)
{
    IReadOnlyList<double> ratios = comparison.Ratios;
    string mark = comparison.Ratio < leastRatio ? $"  SLOWER: below {leastRatio.ToString(CultureInfo.InvariantCulture)}" : "";
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{comparison.Name,-20} {Time(comparison.Before),10} {Time(comparison.After),10} {comparison.Ratio,6:F3} "
        + $"{ratios[0],6:F3} {ratios[^1],6:F3} {comparison.BestRatio,6:F3} {ratios.Count,6}  "
        + $"{(comparison.SameNumbers ? "same" : "differ")}{mark}"));
}

return 0;

static string Time(double seconds) => seconds switch
{
    < 1e-4 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:F0} ns"),
    < 1e-1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F3} ms"),
    _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F1} ms"),
};
