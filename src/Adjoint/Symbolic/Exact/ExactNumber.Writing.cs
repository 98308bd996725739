using System.Text;

namespace Adjoint.Symbolic;

public sealed partial class ExactNumber
{
    /// <summary>As plain text, which <see cref="Expression.Parse"/> reads.</summary>
    public string Text => Write(false);

    /// <summary>In LaTeX, for math mode.</summary>
    public string Latex => Write(true);

    /// <summary>Whether it is a single product, which may be multiplied as it is written.</summary>
    internal bool IsProduct => products.Length <= 1;

    private string Write(bool latex)
    {
        if (products.Length == 0) return "0";
        var text = new StringBuilder();
        foreach (Product product in products)
        {
            bool minus = product.Factor.Sign < 0;
            if (text.Length > 0) text.Append(minus ? " - " : " + ");
            else if (minus) text.Append('-');
            text.Append(Write(product with { Factor = minus ? -product.Factor : product.Factor }, latex));
        }

        return text.ToString();
    }

    private static string Write(Product product, bool latex)
    {
        var over = new List<string>();
        var under = new List<string>();
        if (!product.Factor.Top.IsOne) over.Add(product.Factor.Top.ToString(CultureInfo.InvariantCulture));
        if (!product.Factor.Bottom.IsOne) under.Add(product.Factor.Bottom.ToString(CultureInfo.InvariantCulture));
        // Integers under the same root are one.
        foreach (IGrouping<Rational, (Atom Atom, Rational Exponent)> same in product.Powers.Where(p =>
            p.Atom.Kind == AtomKind.Prime).GroupBy(p => p.Exponent))
        {
            BigInteger inside = same.Aggregate(BigInteger.One, (value, p) => value * p.Atom.Argument);
            over.Add(Power(inside.ToString(CultureInfo.InvariantCulture), same.Key, latex));
        }

        foreach ((Atom atom, Rational exponent) in product.Powers.Where(p => p.Atom.Kind != AtomKind.Prime))
        {
            string text = latex ? atom.Latex : atom.Text;
            if (atom.Kind == AtomKind.Sum) text = latex ? $@"\left({text}\right)" : $"({text})";
            if (exponent.Sign > 0) over.Add(Power(text, exponent, latex));
            else under.Add(Power(text, -exponent, latex));
        }

        string top = over.Count == 0 ? "1" : string.Join(latex ? @" \cdot " : "*", over);
        if (under.Count == 0) return top;
        string bottom = string.Join(latex ? @" \cdot " : "*", under);
        return latex ? $@"\frac{{{top}}}{{{bottom}}}" : $"{top}/{(under.Count > 1 ? $"({bottom})" : bottom)}";
    }

    private static string Power(string text, Rational exponent, bool latex)
    {
        if (exponent == Rational.One) return text;
        if (exponent == new Rational(1, 2)) return latex ? $@"\sqrt{{{text}}}" : $"sqrt({text})";
        if (!latex) return exponent.IsInteger ? $"{text}^{exponent}" : $"{text}^({exponent})";
        bool isCall = text.StartsWith('\\') && text.EndsWith(')') && !text.StartsWith(@"\left", StringComparison.Ordinal);
        return $"{(isCall || text.StartsWith("e^", StringComparison.Ordinal) ? $"{{{text}}}" : text)}^{{{exponent}}}";
    }
}
