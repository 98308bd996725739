namespace Adjoint.Cli;

/// <summary>Reads where to begin.</summary>
internal static class StartPoint
{
    /// <summary>A number for each coordinate of a problem.</summary>
    /// <exception cref="UsageException">One is missing, or is no coordinate.</exception>
    public static double[] Read(Problem problem, string text)
    {
        if (problem.HasFixedStart)
            throw new UsageException($"--start: {problem.Name} begins at 0; drop the option. See adjoint optimize --help.");
        OrderedDictionary<string, double> given = NumberList.Read("--start", text, "a=-1,b=2");
        foreach (string name in given.Keys)
            if (!problem.Coordinates.Contains(name))
                throw Wrong($"there is no variable '{name}'; there are {string.Join(", ", problem.Coordinates)}");
        string[] missing = [.. problem.Coordinates.Where(name => !given.ContainsKey(name))];
        if (missing.Length > 0) throw Wrong($"no value for {string.Join(", ", missing)}; add {missing[0]}=0, for example");
        return [.. problem.Coordinates.Select(name => given[name])];
    }

    private static UsageException Wrong(string problem) => new($"--start: {problem}. See adjoint optimize --help.");
}
