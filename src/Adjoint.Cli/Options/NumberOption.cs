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
    public static Option<double?> Positive(string name, string description) =>
        Real(name, description, "a number above 0", value => value is > 0 and < double.PositiveInfinity);

    /// <summary>A real number of at least 0.</summary>
    public static Option<double?> NotNegative(string name, string description) =>
        Real(name, description, "a number of at least 0", value => value is >= 0 and < double.PositiveInfinity);

    /// <summary>A share of at least 0 and below 1.</summary>
    public static Option<double?> Fraction(string name, string description) =>
        Real(name, description, "a number of at least 0 and below 1", value => value is >= 0 and < 1);

    private static Option<double?> Real(string name, string description, string range, Func<double, bool> valid) => Create<double?>(
        name, description, range,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && valid(value) ? value : null);

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
