using System.Globalization;

namespace Adjoint.Cli;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] prefixes = ["", "k", "M", "G", "T", "P"];

    /// <summary>With commas: <c>14,714,688</c>.</summary>
    public static string Exact(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>With a decimal prefix: <c>15.47 G</c>.</summary>
    public static string Short(long value)
    {
        double number = value;
        int prefix = 0;
        while (Math.Abs(number) >= 999.5 && prefix < prefixes.Length - 1)
        {
            number /= 1000;
            prefix++;
        }

        string format = prefix == 0 ? "0" : Math.Abs(number) < 9.995 ? "0.00" : Math.Abs(number) < 99.95 ? "0.0" : "0";
        return $"{number.ToString(format, CultureInfo.InvariantCulture)} {prefixes[prefix]}".TrimEnd();
    }

    /// <summary>Bytes with a decimal prefix: <c>553 MB</c>.</summary>
    public static string Bytes(long value)
    {
        string text = Short(value);
        return char.IsAsciiDigit(text[^1]) ? text + " B" : text + "B";
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => share.ToString("0.00 %", CultureInfo.InvariantCulture);

    /// <summary>A real number with few digits.</summary>
    public static string Real(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
