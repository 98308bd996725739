using System.Globalization;

namespace Adjoint.Peers.Driver;

/// <summary>What the command line asks for.</summary>
/// <param name="Folder">The folder bench/peers, with the peers' workers.</param>
/// <param name="Quick">Whether to finish within five minutes: fewer rounds, shorter measurements, fewer rows.</param>
/// <param name="Only">Run only rows whose section or name contains this.</param>
/// <param name="Threads">Numbers of threads to run with.</param>
/// <param name="Rounds">How often every participant takes its turn; not given, as many as the mode has.</param>
/// <param name="Output">Where the results go; nowhere if empty.</param>
internal sealed record Settings(string Folder, bool Quick, string? Only, int[] Threads, int? Rounds, string Output)
{
    private const string Usage = """
        usage: bench/peers/run [--quick] [--only NAME] [--threads N] [--rounds N] [--output FILE] [--list]

          --quick        finish within five minutes: fewer rounds and rows, shorter measurements
          --only NAME    only rows whose section or name contains NAME; may be given once
          --threads N    only with N threads [default: 1 and 2]
          --rounds N     turns of each participant [default: 7, with --quick 3]
          --output FILE  where to write the results [default: bench/peers/RESULTS.md; with --only, nowhere]
          --list         list the rows and stop
        """;

    /// <summary>Whether to list the rows only.</summary>
    public bool List { get; init; }

    /// <summary>Reads the arguments; null, and a message, if they make no sense.</summary>
    public static Settings? Parse(string[] arguments, TextWriter errors)
    {
        var settings = new Settings(".", false, null, [1, 2], null, "");
        string? output = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name is "--quick" or "--list")
            {
                settings = name == "--quick" ? settings with { Quick = true } : settings with { List = true };
                continue;
            }

            if (++i == arguments.Length) return Refuse();
            string value = arguments[i];
            switch (name)
            {
                case "--folder": settings = settings with { Folder = value }; break;
                case "--only": settings = settings with { Only = value }; break;
                case "--output": output = value; break;
                case "--threads" when Whole(value) is { } count: settings = settings with { Threads = [count] }; break;
                case "--rounds" when Whole(value) is { } count: settings = settings with { Rounds = count }; break;
                default: return Refuse();
            }
        }

        return settings with
        {
            Output = output ?? (settings.Only is null ? Path.Combine(settings.Folder, "RESULTS.md") : ""),
        };

        Settings? Refuse()
        {
            errors.WriteLine(Usage);
            return null;
        }
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null;
}
