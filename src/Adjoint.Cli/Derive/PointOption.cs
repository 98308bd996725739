using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>Reads <c>--at x=3,c=pi/2</c>, where a range <c>x=1:5:0.5</c> stands for several numbers.</summary>
internal static class PointOption
{
    /// <summary>More points than this are taken for a slip of the keyboard.</summary>
    private const long MostPoints = 100_000;

    /// <summary>The numbers for each variable of the expression, in its order.</summary>
    /// <exception cref="UsageException">The text is malformed, or does not fit the variables.</exception>
    public static double[][] Read(IEnumerable<string> texts, Expression expression)
    {
        string[] variables = [.. expression.Variables.Select(variable => variable.Name!)];
        var given = new Dictionary<string, double[]>();
        foreach (string part in texts.SelectMany(text => text.Split(',')))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? "" : part[..equals].Trim();
            if (name.Length == 0) throw Wrong($"'{part.Trim()}' is not name=number");
            if (!variables.Contains(name))
                throw Wrong(variables.Length == 0
                    ? $"the expression has no variable '{name}'; it is a constant"
                    : $"the expression has no variable '{name}'; it has {string.Join(", ", variables)}");
            if (!given.TryAdd(name, Range(name, part[(equals + 1)..]))) throw Wrong($"'{name}' is given twice");
        }

        string[] missing = [.. variables.Where(name => !given.ContainsKey(name))];
        if (missing.Length > 0) throw Wrong($"no value for {string.Join(", ", missing)}; give one as {missing[0]}=number");
        double[][] ranges = [.. variables.Select(name => given[name])];
        if (ranges.Aggregate(1.0, (count, range) => count * range.Length) > MostPoints)
            throw Wrong($"the ranges make more than {MostPoints} points; use larger steps");
        return ranges;
    }

    /// <summary>The numbers as they were typed, by name; not those of ranges.</summary>
    public static Dictionary<string, string> Texts(IEnumerable<string> texts) => texts.SelectMany(text => text.Split(','))
        .Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2 && !pair[1].Contains(':', StringComparison.Ordinal))
        .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());

    private static double[] Range(string name, string text)
    {
        double[] parts = [.. text.Split(':').Select(part => Number(name, part))];
        if (parts.Length == 1) return parts;
        if (parts.Length > 3) throw Wrong($"'{name}={text}' is no range; write first:last:step");
        (double first, double last) = (parts[0], parts[1]);
        double step = parts.Length == 3 ? parts[2] : last < first ? -1 : 1;
        if (step == 0 || (last - first) / step < 0)
            throw Wrong($"'{name}={text}': a step of {parts[^1]} does not lead from {first} to {last}");
        // A last point that only rounding would leave out belongs to the range.
        double count = Math.Floor(((last - first) / step) + 1e-9) + 1;
        if (count > MostPoints) throw Wrong($"'{name}={text}' makes more than {MostPoints} points; use a larger step");
        return [.. Enumerable.Range(0, (int)count).Select(i => Between(first, last, step, i))];
    }

    /// <summary>Point i of a range, without the digits that only multiplication in binary adds.</summary>
    private static double Between(double first, double last, double step, int i)
    {
        double x = first + (i * step);
        double tidy = Math.Abs(x) < 1e6 ? (double)Math.Round((decimal)x, 12) : x;
        return Math.Abs(tidy - last) < 1e-9 * Math.Abs(step) ? last : tidy;
    }

    private static double Number(string name, string text) =>
        ConstantText.Read(text) ?? throw Wrong($"'{text.Trim()}' is no number for {name}");

    private static UsageException Wrong(string problem) => new($"--at: {problem}. See adjoint derive --help.");
}
