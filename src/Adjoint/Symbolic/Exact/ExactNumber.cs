namespace Adjoint.Symbolic;

/// <summary>A number that is kept exactly: a sum of fractions times roots, powers of e and π, logarithms and other functions.</summary>
public sealed partial class ExactNumber
{
    /// <summary>Integers of more bits are no longer written out.</summary>
    private const long MostBits = 2000;

    /// <summary>Longer sums are not multiplied out.</summary>
    private const int MostProducts = 40;

    private readonly Product[] products;

    private ExactNumber(IEnumerable<Product> addends)
    {
        var sums = new Dictionary<string, Product>();
        foreach (Product addend in addends)
        {
            string key = addend.Key;
            sums[key] = sums.TryGetValue(key, out Product? before) ? addend with { Factor = before.Factor + addend.Factor } : addend;
        }

        products = [.. sums.Values.Where(p => p.Factor.Sign != 0).OrderBy(p => p.Key.Length == 0).ThenBy(p => p.Key,
            StringComparer.Ordinal)];
    }

    internal static ExactNumber Zero { get; } = new([]);

    internal static ExactNumber One { get; } = From(Rational.One);

    /// <summary>The nearest double.</summary>
    public double Value => products.Sum(product => product.Value);

    /// <summary>Whether this is a fraction of two integers.</summary>
    public bool IsFraction => products.Length == 0 || (products.Length == 1 && products[0].Powers.Length == 0);

    internal bool IsZero => products.Length == 0;

    internal Rational? Fraction => products.Length == 0 ? Rational.Zero : IsFraction ? products[0].Factor : null;

    /// <summary>As plain text, which <see cref="Expression.Parse"/> reads: <c>9/log(3)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    /// <summary>The decimal number that a double is printed as.</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>That decimal, as a fraction.</returns>
    public static ExactNumber From(double value) => double.IsFinite(value)
        ? From(Rational.From(value))
        : Of(new Atom(AtomKind.Function, MathNotation.Number(value), Symbols.Latex.Number(value, DType.Float64, out _), value));

    internal static ExactNumber From(Rational value) => new([new Product(value, [])]);

    internal static ExactNumber From(Product product) => new([product]);

    internal IReadOnlyList<Product> Parts => products;

    internal static ExactNumber Of(Atom atom) => new([new Product(Rational.One, [(atom, Rational.One)])]);

    /// <summary>The sum.</summary>
    /// <param name="a">One number.</param>
    /// <param name="b">The other.</param>
    /// <returns>a + b.</returns>
    public static ExactNumber operator +(ExactNumber a, ExactNumber b) => new([.. a.products, .. b.products]);

    /// <summary>The opposite.</summary>
    /// <param name="a">A number.</param>
    /// <returns>−a.</returns>
    public static ExactNumber operator -(ExactNumber a) => new(a.products.Select(p => p with { Factor = -p.Factor }));

    /// <summary>The difference.</summary>
    /// <param name="a">One number.</param>
    /// <param name="b">What is taken from it.</param>
    /// <returns>a − b.</returns>
    public static ExactNumber operator -(ExactNumber a, ExactNumber b) => a + -b;

    /// <summary>The product.</summary>
    /// <param name="a">One number.</param>
    /// <param name="b">The other.</param>
    /// <returns>ab.</returns>
    public static ExactNumber operator *(ExactNumber a, ExactNumber b)
    {
        if (a.products.Length * b.products.Length > MostProducts) return new([Multiply(a.AsFactor(), b.AsFactor())]);
        return new(a.products.SelectMany(p => b.products.Select(q => Multiply(p, q))));
    }

    /// <summary>The quotient.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    /// <returns>a/b.</returns>
    public static ExactNumber operator /(ExactNumber a, ExactNumber b) => a * b.Power(new Rational(-1, 1));

    /// <summary>The number to a power that is a fraction.</summary>
    internal ExactNumber Power(Rational exponent)
    {
        if (exponent.Sign == 0) return One;
        if (IsZero) return exponent.Sign > 0 ? Zero : From(double.PositiveInfinity);
        if (exponent == Rational.One) return this;
        if (exponent is { IsInteger: true, Sign: > 0 } && products.Length > 1 && exponent.Top <= 4)
        {
            ExactNumber result = this;
            for (int i = 1; i < (int)exponent.Top; i++) result *= this;
            return result;
        }

        Product one = products.Length == 1 && (exponent.IsInteger || products[0].IsPositive) ? products[0] : AsFactor();
        return Power(one, exponent);
    }

    private Product AsFactor()
    {
        if (products.Length == 1) return products[0];
        return new Product(Rational.One, [(new Atom(AtomKind.Sum, Text, Latex, Value), Rational.One)]);
    }

    private static ExactNumber Power(Product one, Rational exponent)
    {
        if (one.Factor.Sign < 0 && !exponent.IsInteger) return From(double.NaN);
        if (exponent.IsInteger && BigInteger.Abs(exponent.Top) * Math.Max(one.Factor.Top.GetBitLength(),
            one.Factor.Bottom.GetBitLength()) > MostBits)
            return From(Math.Pow(one.Value, exponent.Value));
        var powers = new Product(Rational.One, [.. one.Powers.Select(p => (p.Atom, p.Exponent * exponent))]);
        if (exponent.IsInteger) return new([Multiply(powers with { Factor = one.Factor.Power((int)exponent.Top) },
            new Product(Rational.One, []))]);
        if (Factors.Of(one.Factor) is not { } primes)
            return From(Math.Pow(one.Value, exponent.Value));
        return new([Multiply(powers, new Product(Rational.One, [.. primes.Select(p => (Atom.Prime(p.Prime), new Rational(p.Power,
            1) * exponent))]))]);
    }

    /// <summary>The product in which every integer under a root has an exponent of at least 0 and below 1.</summary>
    private static Product Multiply(Product a, Product b)
    {
        Rational factor = a.Factor * b.Factor;
        var powers = new Dictionary<Atom, Rational>();
        foreach ((Atom atom, Rational exponent) in a.Powers.Concat(b.Powers))
            powers[atom] = powers.TryGetValue(atom, out Rational before) ? before + exponent : exponent;
        var kept = new List<(Atom, Rational)>();
        foreach ((Atom atom, Rational exponent) in powers.OrderBy(p => p.Key.Kind).ThenBy(p => p.Key.Text, StringComparer.Ordinal))
        {
            Rational rest = exponent;
            if (atom.Kind == AtomKind.Prime)
            {
                Rational whole = exponent.Floor;
                factor *= new Rational(atom.Argument, 1).Power((int)whole.Top);
                rest = exponent - whole;
            }

            if (rest.Sign != 0) kept.Add((atom, rest));
        }

        return new Product(factor, [.. kept]);
    }

    /// <summary>A fraction times powers of atoms.</summary>
    internal sealed record Product(Rational Factor, (Atom Atom, Rational Exponent)[] Powers)
    {
        public string Key => string.Join('*', Powers.Select(p => $"{p.Atom.Text}^{p.Exponent}"));

        public bool IsPositive => Factor.Sign > 0 && Array.TrueForAll(Powers, p => p.Atom.Value > 0);

        public double Value => Powers.Aggregate(Factor.Value, (value, p) => value * Math.Pow(p.Atom.Value, p.Exponent.Value));
    }
}
