using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Adjoint.Cli;

/// <summary>Options whose value is a number in a range, with an error that says which.</summary>
internal static class NumberOption
{
    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static Option<int?> Whole(string name, string description, int least) => Create<int?>(
        name, description, $"a whole number of at least {least}",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : null);

    /// <summary>A whole number of at least 0, of 64 bits.</summary>
    public static Option<ulong?> Seed(string name, string description) => Create<ulong?>(
        name, description, "a whole number of at least 0",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null);

    /// <summary>A real number above 0.</summary>
    public static Option<double?> Positive(string name, string description) => Create<double?>(
        name, description, "a number above 0",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value is > 0 and < double.PositiveInfinity
            ? value
            : null);

    private static Option<T> Create<T>(string name, string description, string range, Func<string, T?> parse) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = (ArgumentResult result) =>
        {
            string text = result.Tokens[0].Value;
            T? value = parse(text);
            if (value is null) result.AddError($"{name}: '{text}' is not {range}.");
            return value;
        },
    };
}
