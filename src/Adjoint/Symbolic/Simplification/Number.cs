namespace Adjoint.Symbolic;

/// <summary>
/// A coefficient or exponent: a fraction of two integers where it is one, so that 1/3 + 1/3 + 1/3 is 1, else a real number
/// over 1. One value has one form.
/// </summary>
/// <param name="Top">The numerator, or the real number.</param>
/// <param name="Bottom">The denominator: a positive integer without a common factor with the numerator.</param>
internal readonly record struct Number(double Top, double Bottom)
{
    /// <summary>Up to here all integers are doubles.</summary>
    private const double MostExact = 1L << 53;

    /// <summary>A number that is no fraction with a denominator up to here counts as a real number.</summary>
    private const double MostBottom = 1e6;

    public static readonly Number Zero = new(0, 1);
    public static readonly Number One = new(1, 1);

    public double Value => Top / Bottom;

    /// <summary>Whether this is a fraction, on which arithmetic is exact.</summary>
    public bool IsExact => double.IsInteger(Top) && Math.Abs(Top) <= MostExact;

    public bool IsInteger => Bottom == 1 && IsExact;

    public bool IsEven => IsInteger && Top % 2 == 0;

    public bool IsNegative => Top < 0;

    /// <summary>The fraction of the smallest denominator that rounds to the value, found by its continued fraction.</summary>
    /// <param name="value">The number; one that is not finite stays as it is.</param>
    /// <param name="dtype">The type to which the value was rounded.</param>
    public static Number From(double value, DType dtype = DType.Float64)
    {
        if (double.IsInteger(value) || !double.IsFinite(value)) return new Number(value == 0 ? 0 : value, 1);
        // Of few digits, the denominator is to be small: else every number is a fraction.
        double most = dtype switch
        {
            DType.BFloat16 => 10,
            DType.Float16 => 30,
            DType.Float32 => 1e3,
            _ => MostBottom,
        };
        (double top, double bottom, double oldTop, double oldBottom) = (Math.Floor(value), 1, 1, 0);
        double rest = value - Math.Floor(value);
        while (rest != 0)
        {
            rest = 1 / rest;
            double whole = Math.Floor(rest);
            rest -= whole;
            (top, oldTop) = ((whole * top) + oldTop, top);
            (bottom, oldBottom) = ((whole * bottom) + oldBottom, bottom);
            if (bottom > most || Math.Abs(top) > MostExact) break;
            if (Rounded(top / bottom, dtype) == value) return new Number(top, bottom);
        }

        return new Number(value, 1);
    }

    private static double Rounded(double value, DType dtype) => dtype switch
    {
        DType.BFloat16 => (BFloat16)value,
        DType.Float16 => (double)(Half)value,
        DType.Float32 => (float)value,
        _ => value,
    };

    /// <summary>The number to a power; a real number that may not be finite, where the power is not defined.</summary>
    public Number Power(Number exponent)
    {
        if (exponent.IsInteger && Math.Abs(exponent.Top) <= 64 && Top != 0)
        {
            Number power = One;
            for (int i = 0; i < Math.Abs(exponent.Top); i++) power *= this;
            return exponent.IsNegative ? power.Reciprocal : power;
        }

        return From(Math.Pow(Value, exponent.Value));
    }

    public Number Reciprocal => IsExact ? Fraction(Bottom, Top) : From(1 / Top);

    public Number Magnitude => new(Math.Abs(Top), Bottom);

    /// <summary>The numerator and the denominator to print: a decimal over 1 where that is no longer.</summary>
    public (double Top, double Bottom) Printed =>
        Bottom != 1 && From(Value) == this && Digits(Value) <= (Math.Abs(Top) == 1 ? 0 : Digits(Top)) + 1 + Digits(Bottom)
            ? (Value, 1)
            : (Top, Bottom);

    /// <summary>How many characters a number takes.</summary>
    public static int Digits(double value)
    {
        if (double.IsInteger(value) && Math.Abs(value) < 10) return value < 0 ? 2 : 1;
        return value.ToString("R", CultureInfo.InvariantCulture).Length;
    }

    /// <summary>The largest number of which both are integer multiples; 1 where there is none to be found.</summary>
    public static Number Common(Number a, Number b)
    {
        (a, b) = (a.Magnitude, b.Magnitude);
        if (a == b) return a;
        if (!a.IsExact || !b.IsExact) return One;
        double bottom = a.Bottom / Divisor(a.Bottom, b.Bottom) * b.Bottom;
        return bottom > MostBottom ? One : Fraction(Divisor(a.Top, b.Top), bottom);
    }

    public static Number operator -(Number a) => new(a.Top == 0 ? 0 : -a.Top, a.Bottom);

    public static Number operator +(Number a, Number b) => a.IsExact && b.IsExact
        ? Fraction((a.Top * b.Bottom) + (b.Top * a.Bottom), a.Bottom * b.Bottom)
        : From(a.Value + b.Value);

    public static Number operator -(Number a, Number b) => a + -b;

    public static Number operator *(Number a, Number b) => a.IsExact && b.IsExact
        ? Fraction(a.Top * b.Top, a.Bottom * b.Bottom)
        : From(a.Value * b.Value);

    private static Number Fraction(double top, double bottom)
    {
        if (Math.Abs(top) > MostExact || Math.Abs(bottom) > MostExact) return From(top / bottom);
        double divisor = Divisor(top, bottom) * Math.Sign(bottom);
        return bottom / divisor > MostBottom ? From(top / bottom) : new Number((top / divisor) + 0.0, bottom / divisor);
    }

    private static double Divisor(double a, double b)
    {
        (long m, long n) = ((long)Math.Abs(a), (long)Math.Abs(b));
        while (n != 0) (m, n) = (n, m % n);
        return m;
    }
}
