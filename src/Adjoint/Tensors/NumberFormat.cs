namespace Adjoint;

/// <summary>
/// How PyTorch writes the real numbers of one tensor: whole numbers with a bare point, else four decimals, all in
/// scientific notation where the range is wide.
/// </summary>
internal readonly struct NumberFormat
{
    private readonly bool whole;
    private readonly bool scientific;

    /// <summary>Chooses the notation for these numbers.</summary>
    public NumberFormat(ReadOnlySpan<double> values)
    {
        double least = double.PositiveInfinity;
        double most = 0;
        whole = true;
        foreach (double value in values)
        {
            if (!IsMeasured(value)) continue;
            whole &= value == Math.Ceiling(value);
            least = Math.Min(least, Math.Abs(value));
            most = Math.Max(most, Math.Abs(value));
        }

        scientific = most > 0 && (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4));
        Width = 1;
        foreach (double value in values)
            if (IsMeasured(value)) Width = Math.Max(Width, Write(value).Length);
    }

    /// <summary>Characters that each number takes at least; as in PyTorch, zeros, NaN and infinities do not count.</summary>
    public int Width { get; }

    /// <summary>The number, not yet padded.</summary>
    public string Write(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        if (scientific) return value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
        if (whole) return value.ToString("F0", CultureInfo.InvariantCulture) + ".";
        // Halves go to the even digit, as in C; only what is exactly a half counts as one.
        double scaled = value * 1e4;
        bool half = Math.Abs(scaled % 1) == 0.5 && Math.FusedMultiplyAdd(value, 1e4, -scaled) == 0;
        return (half ? Math.Round(scaled) / 1e4 : value).ToString("F4", CultureInfo.InvariantCulture);
    }

    private static bool IsMeasured(double value) => value != 0 && double.IsFinite(value);
}
