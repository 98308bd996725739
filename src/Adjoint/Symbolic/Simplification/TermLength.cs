namespace Adjoint.Symbolic;

/// <summary>How many characters a term takes on paper, if a variable takes one.</summary>
internal static class TermLength
{
    private const int Brackets = 2;
    private const int SpacedSign = 3;

    public static double Of(Term term) => term.Kind switch
    {
        TermKind.Constant => Of(term.Value),
        TermKind.Leaf => term.Tensor!.Name?.Length ?? 1,
        TermKind.Function => OfFunction(term),
        TermKind.Sum => OfSum(term),
        _ => Multiple(term, term.Value),
    };

    private static double OfFunction(Term function)
    {
        Template layout = OperationTable.FactsOf(function.Op!).Notation.Text;
        double length = 0;
        foreach ((string literal, int? operand) in layout.Pieces(function.Parts.Length))
        {
            length += operand is not { } input ? literal.Length
                : function.Parts[input].Length + (PrecedenceOf(function.Parts[input]) < layout.Operand(input) ? Brackets : 0);
        }

        return length;
    }

    private static Precedence PrecedenceOf(Term part) =>
        part.Kind switch { TermKind.Sum => Precedence.Sum, TermKind.Product => Precedence.Product, _ => Precedence.Atom };

    private static double OfSum(Term sum)
    {
        double length = sum.Value == Number.Zero ? -SpacedSign : Of(sum.Value.Magnitude);
        bool opens = sum.Value.Top <= 0; // with a minus, if no part has a plus
        for (int i = 0; i < sum.Parts.Length; i++)
        {
            length += SpacedSign + Multiple(sum.Parts[i], sum.Weights[i].Magnitude);
            opens &= sum.Weights[i].IsNegative;
        }

        return length + (opens ? 1 : 0);
    }

    /// <summary>The length of a product's factors with this coefficient.</summary>
    public static double Multiple(Term term, Number coefficient)
    {
        (double over, double under) = (0, 0);
        (int factorsOver, int factorsUnder) = (0, 0);
        ReadOnlySpan<Term> factors = term.Factors;
        ReadOnlySpan<Number> exponents = term.Exponents;
        for (int i = 0; i < factors.Length; i++)
        {
            double length = Algebra.IsPower(factors[i]) && exponents[i].IsInteger && exponents[i].Magnitude != Number.One
                ? factors[i].Length + 1 + Number.Digits(exponents[i].Top)
                : Power(factors[i], exponents[i].Magnitude, factors.Length == 1 && coefficient == Number.One);
            if (exponents[i].IsNegative) (under, factorsUnder) = (under + length, factorsUnder + 1);
            else (over, factorsOver) = (over + length, factorsOver + 1);
        }

        return Quotient(coefficient, over, factorsOver, under, factorsUnder);
    }

    private static double Of(Number value) => Quotient(value, 0, 0, 0, 0);

    private static double Power(Term factor, Number exponent, bool alone)
    {
        double bare = factor.Length;
        double bracketed = bare + (factor.Kind is TermKind.Sum or TermKind.Product ? Brackets : 0);
        if (exponent == Number.One) return alone ? bare : bracketed;
        return exponent == new Number(1, 2) ? "sqrt".Length + Brackets + bare
            : bracketed + 1 + Of(exponent) + (exponent.Printed.Bottom == 1 ? 0 : Brackets);
    }

    private static double Quotient(Number coefficient, double over, int factorsOver, double under, int factorsUnder)
    {
        (double top, double bottom) = coefficient.Printed;
        if (factorsOver > 0 && top == -1) over++;
        else if (factorsOver == 0 || top != 1) (over, factorsOver) = (over + Number.Digits(top), factorsOver + 1);
        if (bottom != 1) (under, factorsUnder) = (under + Number.Digits(bottom), factorsUnder + 1);
        over += factorsOver - 1;
        return factorsUnder == 0 ? over : over + 1 + under + (factorsUnder - 1) + (factorsUnder > 1 ? Brackets : 0);
    }
}
