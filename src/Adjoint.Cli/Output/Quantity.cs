using System.Globalization;

namespace Adjoint.Cli;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P"];

    /// <summary>With commas: <c>14,714,688</c>.</summary>
    public static string Exact(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>With a decimal prefix: <c>15.5 G</c>.</summary>
    public static string Short(long value) => Prefixed(value, 3);

    /// <summary>With a decimal prefix and a digit more: <c>15.47 G</c>.</summary>
    public static string Longer(long value) => Prefixed(value, 4);

    private static string Prefixed(long value, int digits)
    {
        double number = value;
        int prefix = 0;
        while (Math.Round(Math.Abs(number), Math.Max(0, digits - 3)) >= 1000 && prefix < Prefixes.Length - 1)
        {
            number /= 1000;
            prefix++;
        }

        int decimals = 0;
        while (prefix > 0 && decimals < digits - 1 && Math.Round(Math.Abs(number), decimals + 1) < Math.Pow(10, digits - 1 - decimals))
            decimals++;
        return $"{number.ToString("F" + decimals, CultureInfo.InvariantCulture)} {Prefixes[prefix]}".TrimEnd();
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
