namespace Adjoint.Symbolic;

internal sealed partial class Algebra
{
    /// <summary>A sum of more parts, if it is used in several places, is not taken apart: the work stays linear.</summary>
    private const int MostSpliced = 64;

    /// <summary>Products with sums of up to so many parts are multiplied out, to see whether that is shorter.</summary>
    private const int MostExpanded = 8;

    /// <summary>The sum of what was collected, in its shortest form: factored, plain, or multiplied out.</summary>
    public Term Sum(WeightedTerms addends, DType dtype)
    {
        Term sum = Gathered(addends, dtype);
        WeightedTerms expanded = addends;
        for (int round = 0; round < 2 && Expand(expanded) is { } wider; round++)
        {
            expanded = wider;
            sum = Shorter(sum, Gathered(wider, dtype));
        }

        return sum;
    }

    /// <summary>Adds a multiple of a term to a sum.</summary>
    public void Add(WeightedTerms sum, Term term, Number weight)
    {
        switch (term.Kind)
        {
            case TermKind.Constant:
                sum.Value += term.Value * weight;
                break;
            case TermKind.Sum when term.Parts.Length <= MostSpliced:
                sum.Value += term.Value * weight;
                for (int i = 0; i < term.Parts.Length; i++) sum.Add(term.Parts[i], term.Weights[i] * weight);
                break;
            case TermKind.Product:
                sum.Add(table.Scale(term, Number.One), term.Value * weight);
                break;
            default:
                sum.Add(term, weight);
                break;
        }
    }

    /// <summary>The common factor of a sum's parts, and the sum without it; its first part has a plus.</summary>
    private (Term Content, Term Primitive) Factor(Term sum)
    {
        if (sum.Factored is { } known) return known;
        Number common = sum.Value == Number.Zero ? sum.Weights[0] : sum.Value;
        foreach (Number weight in sum.Weights) common = Number.Common(common, weight);
        if (sum.Weights[0].IsNegative) common = -common;
        var content = new WeightedTerms(common);
        if (sum.Value == Number.Zero) AddCommonPowers(sum, content);
        (Term[] bases, Number[] exponents) = content.Sorted(Term.CompareFactors);
        Term taken = table.Product(common, bases, exponents, sum.Type);
        var rest = new WeightedTerms(sum.Value * common.Reciprocal);
        if (bases.Length == 0)
        {
            for (int i = 0; i < sum.Parts.Length; i++) rest.Add(sum.Parts[i], sum.Weights[i] * common.Reciprocal);
        }
        else
        {
            for (int i = 0; i < sum.Parts.Length; i++)
                Add(rest, Product(Number.One, (sum.Parts[i], Number.One), (taken, -Number.One)), sum.Weights[i]);
        }

        Term primitive = taken.IsNumber(1) ? sum : Plain(rest, sum.Type);
        // What is left may have become something else than a sum, or have a common factor again.
        sum.Factored = (taken, primitive);
        return (taken, primitive);
    }

    /// <summary>The powers that all parts have: of each base the lowest exponent.</summary>
    private static void AddCommonPowers(Term sum, WeightedTerms content)
    {
        HashSet<Term>? bound = Bound(sum, out HashSet<Term>? whole);
        var met = new HashSet<Term>(ReferenceEqualityComparer.Instance);
        ReadOnlySpan<Term> bases = sum.Parts[0].Factors;
        for (int b = 0; b < bases.Length; b++)
        {
            if (bound is not null && bound.Contains(IsPower(bases[b]) ? bases[b].Parts[0] : bases[b])) continue;
            if (whole is not null && (whole.Contains(bases[b]) || (IsPower(bases[b]) && whole.Contains(bases[b].Parts[0]))))
            {
                // uʳ is in all parts: with it goes the lowest power of u, which some parts may have without a factor u of their own.
                if (IsPower(bases[b])) content.Add(bases[b], sum.Parts[0].Exponents[b]);
                Term u = IsPower(bases[b]) ? bases[b].Parts[0] : bases[b];
                if (met.Add(u) && Lowest(sum, u) is var power && power != Number.Zero) content.Add(u, power);
                continue;
            }

            Number lowest = sum.Parts[0].Exponents[b];
            bool common = true;
            for (int i = 1; common && i < sum.Parts.Length; i++)
            {
                int place = sum.Parts[i].Factors.IndexOf(bases[b]);
                common = place >= 0;
                if (common && sum.Parts[i].Exponents[place].Value < lowest.Value) lowest = sum.Parts[i].Exponents[place];
            }

            if (common) content.Add(bases[b], lowest);
        }
    }

    private static Number Lowest(Term sum, Term u)
    {
        Number? lowest = null;
        foreach (Term part in sum.Parts)
        {
            int place = part.Factors.IndexOf(u);
            Number here = place >= 0 ? part.Exponents[place] : Number.Zero;
            if (lowest is null || here.Value < lowest.Value.Value) lowest = here;
        }

        return lowest!.Value;
    }

    private Term Gathered(WeightedTerms addends, DType dtype)
    {
        foreach ((Op first, Op second, Number sign) in OperationTable.UnitSquares) Pythagoras(addends, first, second, sign);
        Term sum = Plain(addends, dtype);
        if (sum.Kind != TermKind.Sum) return sum;
        (Term content, Term primitive) = Factor(sum);
        return content.IsNumber(1) ? sum : Shorter(Product(Number.One, (content, Number.One), (primitive, Number.One)), sum);
    }

    private Term Plain(WeightedTerms addends, DType dtype)
    {
        (Term[] parts, Number[] weights) = addends.Sorted(Term.CompareAddends);
        if (parts.Length == 0) return table.Constant(addends.Value, dtype);
        if (parts.Length > 1 || addends.Value != Number.Zero) return table.Sum(addends.Value, parts, weights);
        return Product(weights[0], (parts[0], Number.One));
    }

    /// <summary>A sum with every part multiplied.</summary>
    private Term Multiple(Term sum, Number factor) => table.Sum(sum.Value * factor, sum.Parts, [.. sum.Weights.Select(w => w * factor)]);

    /// <summary>Products with short sums multiplied out, or null where there are none, or too many.</summary>
    private WeightedTerms? Expand(WeightedTerms addends)
    {
        var expanded = new WeightedTerms(addends.Value);
        int made = 0;
        for (int i = 0; i < addends.Count; i++)
        {
            (Term part, Number weight) = addends[i];
            if (weight == Number.Zero) continue;
            int place = ExpandableFactor(part);
            if (place < 0)
            {
                expanded.Add(part, weight);
                continue;
            }

            Term sum = part.Factors[place];
            made += sum.Parts.Length;
            if (made > MostSpliced) return null;
            Term rest = Product(Number.One, (part, Number.One), (sum, -Number.One));
            Add(expanded, rest, sum.Value * weight);
            for (int j = 0; j < sum.Parts.Length; j++)
                Add(expanded, Product(Number.One, (rest, Number.One), (sum.Parts[j], Number.One)), sum.Weights[j] * weight);
        }

        return made > 0 ? expanded : null;
    }

    private static int ExpandableFactor(Term part)
    {
        ReadOnlySpan<Term> factors = part.Factors;
        for (int i = 0; i < factors.Length; i++)
        {
            Number exponent = part.Exponents[i];
            if (factors[i].Kind == TermKind.Sum && exponent.IsInteger && exponent.Top is 1 or 2 && factors[i].Parts.Length <= MostExpanded)
                return i;
        }

        return -1;
    }

    /// <summary>u²·r ± v²·r, for the squares whose sum or difference is 1, is r: of sine and cosine, of cosh and sinh.</summary>
    private void Pythagoras(WeightedTerms addends, Op first, Op second, Number sign)
    {
        for (int i = 0; i < addends.Count; i++)
        {
            (Term part, Number weight) = addends[i];
            if (weight == Number.Zero) continue;
            ReadOnlySpan<Term> factors = part.Factors;
            for (int f = 0; f < factors.Length; f++)
            {
                Term square = factors[f];
                if (square.Op != first || !part.Exponents[f].IsInteger || part.Exponents[f].Top < 2) continue;
                Term rest = Product(Number.One, (part, Number.One), (square, new Number(-2, 1)));
                Term other = Apply(second, square.Type, square.Parts[0]);
                Term partner = Product(Number.One, (rest, Number.One), (other, new Number(2, 1)));
                if (addends.Weight(partner) != weight * sign) continue;
                addends.Add(part, -weight);
                addends.Add(partner, -(weight * sign));
                Add(addends, rest, weight);
                break;
            }
        }
    }
}
