using System.Globalization;

namespace Adjoint.Cli;

/// <summary>Reads <c>a=-1,b=2</c>.</summary>
internal static class NumberList
{
    /// <summary>The numbers by name, in order.</summary>
    /// <exception cref="UsageException">The text is no such list; the message names the option and the piece.</exception>
    public static OrderedDictionary<string, double> Read(string option, string text)
    {
        var numbers = new OrderedDictionary<string, double>();
        foreach (string piece in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            string name = equals > 0 ? piece[..equals].Trim() : "";
            if (name.Length == 0 || !double.TryParse(piece[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !double.IsFinite(value))
                throw new UsageException($"{option}: '{piece}' is not name=number; write it as in {option} a=-1,b=2.");
            if (!numbers.TryAdd(name, value)) throw new UsageException($"{option}: '{name}' is given twice.");
        }

        if (numbers.Count == 0) throw new UsageException($"{option}: nothing is given; write it as in {option} a=-1,b=2.");
        return numbers;
    }
}
