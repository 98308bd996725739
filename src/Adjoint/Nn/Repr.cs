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

    public static string Of(Steps values) => $"({string.Join(", ", values.Span.ToArray())})";
}
