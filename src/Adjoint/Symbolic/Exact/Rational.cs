namespace Adjoint.Symbolic;

/// <summary>A fraction of two integers without a common factor; the denominator is positive.</summary>
internal readonly record struct Rational
{
    private readonly BigInteger bottom;

    public Rational(BigInteger top, BigInteger bottom)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(top, bottom);
        if (bottom.Sign < 0) divisor = -divisor;
        (Top, this.bottom) = (top / divisor, bottom / divisor);
    }

    public static Rational Zero => new(0, 1);

    public static Rational One => new(1, 1);

    public BigInteger Top { get; }

    public BigInteger Bottom => bottom.IsZero ? 1 : bottom;

    public int Sign => Top.Sign;

    public bool IsInteger => Bottom.IsOne;

    /// <summary>The nearest double, also where numerator and denominator have none.</summary>
    public double Value
    {
        get
        {
            double simple = (double)Top / (double)Bottom;
            if (double.IsFinite(simple) && (simple != 0 || Top.IsZero)) return simple;
            int shift = (int)(Top.GetBitLength() - Bottom.GetBitLength()) - 64;
            BigInteger scaled = shift > 0 ? Top / (Bottom << shift) : (Top << -shift) / Bottom;
            return Math.ScaleB((double)scaled, shift);
        }
    }

    /// <summary>The decimal number that is printed for a double: 1/10 for 0.1.</summary>
    public static Rational From(double value)
    {
        string text = value.ToString("E16", CultureInfo.InvariantCulture);
        foreach (string format in (string[])["R", "E16"])
        {
            text = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == value) break;
        }

        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = mark < 0 ? text : text[..mark];
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        BigInteger top = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent >= 0 ? new Rational(top * BigInteger.Pow(10, exponent), 1) : new Rational(top, BigInteger.Pow(10, -exponent));
    }

    public Rational Power(int exponent) => exponent >= 0
        ? new Rational(BigInteger.Pow(Top, exponent), BigInteger.Pow(Bottom, exponent))
        : new Rational(BigInteger.Pow(Bottom, -exponent), BigInteger.Pow(Top, -exponent));

    public Rational Floor => new(BigInteger.Divide(Top - (((Top % Bottom) + Bottom) % Bottom), Bottom), 1);

    public override string ToString() => IsInteger ? Top.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Top}/{Bottom}");

    public static Rational operator -(Rational a) => new(-a.Top, a.Bottom);

    public static Rational operator +(Rational a, Rational b) => new((a.Top * b.Bottom) + (b.Top * a.Bottom), a.Bottom * b.Bottom);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

    public static Rational operator /(Rational a, Rational b) => new(a.Top * b.Bottom, a.Bottom * b.Top);
}
