namespace Adjoint.Symbolic;

internal sealed partial class Algebra
{
    /// <summary>The product of what was collected, in its shortest form: with common factors taken out of sums, or not.</summary>
    public Term Product(WeightedTerms factors, DType dtype)
    {
        factors = MergePowers(factors, dtype);
        Term product = Merged(Settle(factors, pull: false, out bool pulls), dtype);
        return pulls ? Shorter(Merged(Settle(factors, pull: true, out _), dtype), product) : product;
    }

    /// <summary>The product of a coefficient and powers of terms.</summary>
    public Term Product(Number coefficient, params ReadOnlySpan<(Term Base, Number Exponent)> powers)
    {
        var factors = new WeightedTerms(coefficient);
        foreach ((Term term, Number exponent) in powers) Multiply(factors, term, exponent);
        return Product(factors, powers[0].Base.Type);
    }

    /// <summary>Multiplies a product by a power of a term.</summary>
    /// <remarks>
    /// (uᵃ)ᵇ is u^(ab) where b is an integer. Elsewhere it is defined for uᵃ ≥ 0 only: there it is |u|^(ab) if a is even, and
    /// u^(ab) if not, since then u ≥ 0. A product under a root stays together, for its factors may both be negative.
    /// </remarks>
    public void Multiply(WeightedTerms product, Term term, Number exponent)
    {
        bool whole = exponent.IsInteger;
        switch (term.Kind)
        {
            case TermKind.Constant:
                Number power = term.Value.Power(exponent);
                if (!double.IsFinite(power.Value)) product.Add(table.Constant(power, term.Type), Number.One);
                else if (whole || !term.Value.IsExact || HasRoot(term.Value, exponent)) product.Value *= power;
                else product.Add(term, exponent); // as √2, which says more than its digits
                break;
            case TermKind.Product when whole && double.IsFinite(term.Value.Power(exponent).Value):
                product.Value *= term.Value.Power(exponent);
                for (int i = 0; i < term.Parts.Length; i++) Multiply(product, term.Parts[i], term.Weights[i] * exponent);
                break;
            case TermKind.Product when !whole && term.Value != Number.One && HasRoot(term.Value, exponent):
                product.Value *= term.Value.Power(exponent);
                Multiply(product, table.Scale(term, Number.One), exponent);
                break;
            case TermKind.Product when !whole && term.Parts.Length == 1 && term.Value == Number.One:
                Term inner = term.Parts[0];
                if (term.Weights[0].IsEven) inner = Apply(OperationTable.Magnitude, inner.Type, inner);
                Multiply(product, inner, term.Weights[0] * exponent);
                break;
            case TermKind.Function when term.Op == OperationTable.Magnitude && exponent.IsEven:
                Multiply(product, term.Parts[0], exponent);
                break;
            default:
                product.Add(term, exponent);
                break;
        }
    }

    private static bool HasRoot(Number value, Number exponent)
    {
        if (value.IsNegative) return false;
        Number root = value.Power(exponent);
        return double.IsFinite(root.Value) && root.IsExact && root.Power(exponent.Reciprocal) == value;
    }

    /// <summary>Once exponents are added up, a root may be a whole power, and common factors can be taken out of sums.</summary>
    private WeightedTerms Settle(WeightedTerms factors, bool pull, out bool pulls)
    {
        pulls = false;
        var settled = new WeightedTerms(factors.Value);
        for (int i = 0; i < factors.Count; i++)
        {
            (Term part, Number weight) = factors[i];
            if (weight == Number.Zero) continue;
            if (IsBracket(part) && weight.Value > 0)
            {
                settled.Add(part, Number.One);
                continue;
            }

            if (part.Kind == TermKind.Sum && weight.IsInteger && Factor(part) is { } factored && !factored.Content.IsNumber(1))
            {
                pulls = true;
                if (pull)
                {
                    Multiply(settled, factored.Content, weight);
                    part = factored.Primitive;
                }
            }

            Multiply(settled, part, weight);
        }

        return settled;
    }

    private Term Merged(WeightedTerms factors, DType dtype)
    {
        Term product = Assemble(factors, dtype);
        return MergeExponentials(factors) is { } merged ? Shorter(Assemble(merged, dtype), product) : product;
    }

    private Term Assemble(WeightedTerms factors, DType dtype)
    {
        Number value = factors.Value;
        if (value == Number.Zero) return table.Constant(value, dtype);
        (Term[] parts, Number[] weights) = factors.Sorted(Term.CompareFactors);
        Term product = table.Product(value, parts, weights, dtype);
        if (parts.Length == 1 && parts[0].Kind == TermKind.Sum && weights[0] == Number.One && value != Number.One)
            return Shorter(product, Multiple(parts[0], value));
        return value.IsNegative ? Turned(product) : product;
    }

    /// <summary>Gives the minus to a factor that takes it without getting longer: −x(y − z) is x(z − y).</summary>
    private Term Turned(Term product)
    {
        for (int i = 0; i < product.Parts.Length; i++)
        {
            Term part = product.Parts[i];
            if (part.Kind != TermKind.Sum || !product.Weights[i].IsInteger || product.Weights[i].IsEven) continue;
            Term turned = Multiple(part, -Number.One);
            if (turned.Length > part.Length) continue;
            Term[] parts = [.. product.Parts];
            Number[] weights = [.. product.Weights];
            parts[i] = turned;
            Array.Sort(parts, weights, Comparer<Term>.Create(Term.CompareFactors));
            return table.Product(-product.Value, parts, weights, product.Type);
        }

        return product;
    }

    /// <summary>eᵘ·eᵛ as e^(u + v), or null where there is nothing to merge.</summary>
    private WeightedTerms? MergeExponentials(WeightedTerms factors)
    {
        var exponent = new WeightedTerms(Number.Zero);
        var merged = new WeightedTerms(factors.Value);
        Term? last = null;
        int mergeable = 0;
        for (int i = 0; i < factors.Count; i++)
        {
            (Term part, Number weight) = factors[i];
            if (weight == Number.Zero) continue;
            if (part.Op != OperationTable.Exponential)
            {
                merged.Add(part, weight);
                continue;
            }

            mergeable += weight == Number.One ? 1 : 2;
            Add(exponent, part.Parts[0], weight);
            last = part;
        }

        if (mergeable < 2) return null;
        Multiply(merged, Apply(OperationTable.Exponential, last!.Type, Sum(exponent, last.Type)), Number.One);
        return merged;
    }
}
