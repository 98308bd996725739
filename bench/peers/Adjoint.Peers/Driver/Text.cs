using System.Globalization;

namespace Adjoint.Peers.Driver;

/// <summary>Numbers as people read them.</summary>
internal static class Text
{
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Three digits that count.</summary>
    public static string Number(double value) => value switch
    {
        >= 100 => Invariant($"{value:F0}"),
        >= 10 => Invariant($"{value:F1}"),
        >= 1 => Invariant($"{value:F2}"),
        _ => Invariant($"{value:F3}"),
    };

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(double milliseconds) => Time(milliseconds, Unit(milliseconds), withUnit: true);

    /// <summary>Median, and least to greatest, in the median's unit.</summary>
    public static string Time(Spread spread)
    {
        (double, string) unit = Unit(spread.Median);
        return $"{Time(spread.Median, unit, true)} ({Time(spread.Min, unit, false)}–{Time(spread.Max, unit, false)})";
    }

    /// <summary>Median, and least to greatest, of a ratio.</summary>
    public static string Ratio(Spread spread) => Invariant($"{spread.Median:F2}× ({spread.Min:F2}–{spread.Max:F2})");

    private static (double Factor, string Name) Unit(double milliseconds) =>
        milliseconds >= 1000 ? (1e-3, "s") : milliseconds >= 1 ? (1, "ms") : (1e3, "µs");

    private static string Time(double milliseconds, (double Factor, string Name) unit, bool withUnit) =>
        Number(milliseconds * unit.Factor) + (withUnit ? " " + unit.Name : "");
}
