namespace Adjoint.Symbolic;

/// <summary>Rounding as done by hand: to decimals or to significant digits, halves away from zero or to the even digit.</summary>
public readonly record struct Rounding
{
    private const int DigitsOfDouble = 15;

    private readonly int digits;
    private readonly bool isSignificant;
    private readonly bool isToEven;

    private Rounding(int digits, bool isSignificant, bool isToEven = false) =>
        (this.digits, this.isSignificant, this.isToEven) = (digits, isSignificant, isToEven);

    /// <summary>The same with halves rounded to the even digit: 2.5 to 2, 3.5 to 4.</summary>
    /// <returns>The rounding.</returns>
    public Rounding HalvesToEven() => new(digits, isSignificant, true);

    /// <summary>To so many digits behind the point; at least 0.</summary>
    /// <param name="digits">Digits behind the point.</param>
    /// <returns>The way to round.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static Rounding Decimals(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        return new(digits, false);
    }

    /// <summary>To so many digits from the first one that is not 0; at least 1.</summary>
    /// <param name="digits">Digits from the first one that is not 0.</param>
    /// <returns>The way to round.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static Rounding Significant(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        return new(digits, true);
    }

    /// <summary>
    /// The rounded number. It is first written with 15 digits, so that a half which floating point cannot hold is a half.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <returns>The number; NaN and infinities stay.</returns>
    public double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        string text = value.ToString("E14", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int kept = isSignificant ? digits - 1 : (int)Math.Min((long)digits + exponent, DigitsOfDouble);
        if (kept >= DigitsOfDouble - 1) return value;
        decimal mantissa = decimal.Parse(text.AsSpan(0, mark), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (kept < 0)
        {
            // Below the first digit that counts: it becomes one unit of that, or nothing.
            if (kept < -1 || Math.Abs(mantissa) < 5 || (isToEven && Math.Abs(mantissa) == 5)) return 0;
            (mantissa, exponent, kept) = (Math.Sign(mantissa), exponent + 1, 0);
        }

        decimal rounded = decimal.Round(mantissa, kept, isToEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero);
        return double.Parse(string.Create(CultureInfo.InvariantCulture, $"{rounded}E{exponent}"), CultureInfo.InvariantCulture);
    }

    /// <summary>A sum of rounded numbers, without the digits that only floating point adds.</summary>
    internal double Tidy(double sum) => isSignificant ? new Rounding(DigitsOfDouble - 1, true).Round(sum) : Round(sum);

    /// <inheritdoc/>
    public override string ToString() => (isSignificant
        ? $"{digits} significant digit{(digits == 1 ? "" : "s")}"
        : $"{digits} decimal{(digits == 1 ? "" : "s")}") + (isToEven ? ", halves to even" : "");
}
