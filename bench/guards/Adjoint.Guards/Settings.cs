using System.Globalization;
using Adjoint.Guards.Workloads;

namespace Adjoint.Guards;

/// <summary>How to compare.</summary>
/// <param name="Before">The program as it was built with the library of before.</param>
/// <param name="After">The program as it was built with the library of after.</param>
/// <param name="Names">The workloads to run.</param>
/// <param name="Processes">How many pairs of processes run each workload, one after the other.</param>
/// <param name="WarmUp">Seconds for which each process runs a workload before it is measured.</param>
/// <param name="Measuring">Seconds for which each pair takes turns at a workload.</param>
internal sealed record Settings(
    string Before, string After, IReadOnlyList<string> Names, int Processes, double WarmUp, double Measuring)
{
    /// <summary>Reads "BEFORE AFTER [--quick] [--only NAME] [--seconds S]".</summary>
    /// <param name="arguments">The arguments of the program.</param>
    /// <exception cref="ArgumentException">They are not of that form; the message says what is wrong.</exception>
    public static Settings Read(string[] arguments)
    {
        if (arguments is not [string before, string after, .. string[] options]) throw new ArgumentException("Two programs are needed.");
        var settings = new Settings(before, after, WorkloadTable.Names, Processes: 2, WarmUp: 1.5, Measuring: 8);
        for (int i = 0; i < options.Length; i++)
        {
            settings = options[i] switch
            {
                "--quick" => settings with { Processes = 1, WarmUp = 1, Measuring = 2.5 },
                "--only" when i + 1 < options.Length => settings with { Names = Matching(options[++i]) },
                "--seconds" when i + 1 < options.Length =>
                    settings with { Measuring = double.Parse(options[++i], CultureInfo.InvariantCulture) },
                _ => throw new ArgumentException($"{options[i]} is not an option, or its value is missing."),
            };
        }

        return settings;
    }

    private static List<string> Matching(string part)
    {
        List<string> names = [.. WorkloadTable.Names.Where(name => name.Contains(part, StringComparison.Ordinal))];
        return names.Count > 0
            ? names
            : throw new ArgumentException($"No workload has \"{part}\" in its name; there are {string.Join(", ", WorkloadTable.Names)}.");
    }
}
