using System.Globalization;

namespace Adjoint.Cli;

/// <summary>A number that a person got by hand.</summary>
/// <param name="Name">What it is of: a variable (its derivative), a row (its value), df/dv (an adjoint) or ∂v/∂x (a local partial).</param>
/// <param name="Value">The number.</param>
/// <param name="Text">As it was typed.</param>
internal sealed record HandAnswer(string Name, double Value, string Text)
{
    /// <summary>Half a unit of the last digit typed, and no less than what floating point blurs.</summary>
    public double Tolerance
    {
        get
        {
            string digits = Text.Split('e', 'E')[0];
            int point = digits.IndexOf('.', StringComparison.Ordinal);
            bool isPlain = digits.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+');
            int decimals = point < 0 ? 0 : digits.Length - point - 1;
            double unit = isPlain ? 0.5 * Math.Pow(10, -decimals) : 0;
            if (Text.Length != digits.Length && isPlain)
                unit *= Math.Pow(10, double.Parse(Text[(digits.Length + 1)..], CultureInfo.InvariantCulture));
            return Math.Max(unit, 1e-9 * Math.Max(1, Math.Abs(Value)));
        }
    }

    /// <summary>Whether a number rounds to the answer.</summary>
    public bool Agrees(double number) => Math.Abs(number - Value) <= Tolerance * (1 + 1e-9);

    /// <summary>Reads <c>x: 48.2, v1: 9</c>.</summary>
    public static IReadOnlyList<HandAnswer> Read(IEnumerable<string> texts) =>
    [
        .. texts.SelectMany(text => text.Split(',', ';')).Select(part =>
        {
            int mark = part.LastIndexOfAny([':', '=']);
            string name = mark < 0 ? "" : part[..mark].Trim();
            string number = part[(mark + 1)..].Trim();
            double? value = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain)
                ? plain
                : ConstantText.Read(number);
            if (name.Length == 0 || value is null)
                throw new UsageException($"--answer: '{part.Trim()}' is not name: number. See adjoint derive --help.");
            return new HandAnswer(name, value.Value, number);
        }),
    ];
}
