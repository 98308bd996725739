namespace Adjoint.Symbolic;

/// <summary>What kind of factor an exact number has besides fractions.</summary>
internal enum AtomKind
{
    Prime, // an integer under a root
    E,
    Pi,
    Logarithm, // of a number that Argument holds
    Function,
    Sum,
}

/// <summary>A number that is no fraction, known by how it is written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">How it is written.</param>
/// <param name="Latex">The same in LaTeX.</param>
/// <param name="Value">Its value.</param>
/// <param name="Argument">Of a prime itself, of a logarithm what it is of.</param>
internal sealed record Atom(AtomKind Kind, string Text, string Latex, double Value, BigInteger Argument = default)
{
    public static readonly Atom Pi = new(AtomKind.Pi, "pi", @"\pi", Math.PI);
    public static readonly Atom E = new(AtomKind.E, "e", "e", Math.E);

    public static Atom Prime(BigInteger prime) =>
        new(AtomKind.Prime, prime.ToString(CultureInfo.InvariantCulture), prime.ToString(CultureInfo.InvariantCulture), (double)prime,
            prime);

    public static Atom Logarithm(BigInteger of) =>
        new(AtomKind.Logarithm, $"log({of})", $@"\log\left({of}\right)", BigInteger.Log(of), of);

    public bool Equals(Atom? other) => other is not null && Kind == other.Kind && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
