using System.Globalization;

namespace Adjoint.Nn;

/// <summary>Values as Python prints them, so that a printed network reads as in PyTorch.</summary>
internal static class Repr
{
    public static string Of(bool value) => value ? "True" : "False";

    public static string Of(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text.AsSpan().ContainsAny(".en") ? text : text + ".0";
    }

    /// <summary>A number as it was given in Python: whole ones without a fraction.</summary>
    public static string Plain(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : Of(value);

    /// <summary>A tuple; of one it ends in a comma.</summary>
    public static string Of(Steps values) => $"({string.Join(", ", values.Span.ToArray())}{(values.Rank == 1 ? "," : "")})";
}
