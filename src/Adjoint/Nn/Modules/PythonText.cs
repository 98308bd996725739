namespace Adjoint.Nn;

/// <summary>Formats values as Python does, so that a printed network reads as in PyTorch.</summary>
internal static class PythonText
{
    public static string Of(bool value) => value ? "True" : "False";

    public static string Of(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text.AsSpan().ContainsAny(".en") ? text : text + ".0";
    }

    /// <summary>A number as given in Python, where 1 is an int: whole numbers have no fraction.</summary>
    public static string AsGiven(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : Of(value);

    /// <summary>A tuple; of one it ends in a comma.</summary>
    public static string Of(Steps values) => $"({string.Join(", ", values.Span.ToArray())}{(values.Rank == 1 ? "," : "")})";
}
