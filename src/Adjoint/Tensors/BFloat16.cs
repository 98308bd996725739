namespace Adjoint;

/// <summary>A real number of 16 bits: the upper half of a float, with its range and 8 significant bits.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <inheritdoc cref="FromSingle"/>
    public static explicit operator BFloat16(float value) => FromSingle(value);

    /// <inheritdoc cref="FromDouble"/>
    public static explicit operator BFloat16(double value) => FromDouble(value);

    /// <summary>The same number; nothing is lost.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number in float.</returns>
    public static implicit operator float(BFloat16 value) => value.ToSingle();

    /// <summary>Rounds to nearest, ties to even; a NaN stays one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The nearest bfloat16.</returns>
    public static BFloat16 FromSingle(float value)
    {
        uint all = BitConverter.SingleToUInt32Bits(value);
        // A NaN keeps its sign and upper bits, and stays a quiet one where only lower bits told it from infinity.
        if (float.IsNaN(value)) return new BFloat16((ushort)((all >> 16) | 0x40));
        return new BFloat16((ushort)((all + 0x7FFF + ((all >> 16) & 1)) >> 16));
    }

    /// <summary>Rounds once, to nearest, ties to even; a NaN stays one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The nearest bfloat16.</returns>
    public static BFloat16 FromDouble(double value)
    {
        float single = (float)value;
        if (float.IsFinite(single) && single != value)
        {
            // Rounded to odd in between, so that rounding twice comes to rounding once.
            uint all = BitConverter.SingleToUInt32Bits(single);
            if (Math.Abs((double)single) > Math.Abs(value)) all--;
            single = BitConverter.UInt32BitsToSingle(all | 1);
        }

        return FromSingle(single);
    }

    /// <summary>The same number as a float.</summary>
    /// <returns>The number; nothing is lost.</returns>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSingle().GetHashCode();

    /// <summary>The number with as many digits as tell it from its neighbours.</summary>
    /// <returns>Digits of the invariant culture.</returns>
    public override string ToString()
    {
        float value = ToSingle();
        for (int digits = 1; digits < 4; digits++)
        {
            string text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
            if (FromSingle(float.Parse(text, CultureInfo.InvariantCulture)).Equals(this)) return text;
        }

        return value.ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether both are the same number; a NaN is none.</summary>
    /// <param name="a">One number.</param>
    /// <param name="b">The other.</param>
    /// <returns>False if either is NaN.</returns>
    public static bool operator ==(BFloat16 a, BFloat16 b) => a.ToSingle() == b.ToSingle();

    /// <summary>Whether they are different numbers; a NaN always is.</summary>
    /// <param name="a">One number.</param>
    /// <param name="b">The other.</param>
    /// <returns>True if either is NaN.</returns>
    public static bool operator !=(BFloat16 a, BFloat16 b) => a.ToSingle() != b.ToSingle();
}
