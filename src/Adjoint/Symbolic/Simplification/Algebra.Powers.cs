namespace Adjoint.Symbolic;

/// <summary>Powers whose exponents are no numbers.</summary>
/// <remarks>
/// Within a product, u^(k·r + c) with whole k and c is held as the factor uʳ with weight k beside u with weight c, so that powers of
/// one base find one another. They are one power again where they are written: at u = 0 neither half need have a value.
/// </remarks>
internal sealed partial class Algebra
{
    /// <summary>Whether a term is a power with an exponent that is no number.</summary>
    public static bool IsPower(Term term) => term.Op is { } op && OperationTable.Of(op).IsPower;

    /// <summary>Whether u^c may stand beside uʳ: it is one factor, which does not change by itself.</summary>
    public static bool Splits(Term u) =>
        u.Kind is TermKind.Leaf or TermKind.Function && u.Op != OperationTable.Magnitude && u.Op != OperationTable.Exponential
            && !IsPower(u);

    /// <summary>u to the power v.</summary>
    private Term Power(Op op, DType type, Term u, Term v)
    {
        if (u.IsNumber(1)) return u;
        if (v.Kind == TermKind.Constant && u.Kind != TermKind.Constant) return Product(Number.One, (u, v.Value));
        var factors = new WeightedTerms(Number.One);
        AddPower(factors, op, type, u, v);
        return factors.Count == 1 && factors[0].Weight == Number.One ? factors[0].Part : Product(factors, type);
    }

    /// <summary>The natural logarithm of a term.</summary>
    public Term Logarithm(Term u) => Apply(Ops.Log.Op, u.Type, u);

    /// <summary>A sum of what was collected as it is, with no factor taken out.</summary>
    public Term Collected(WeightedTerms addends, DType type) => Plain(addends, type);

    private void AddPower(WeightedTerms factors, Op op, DType type, Term u, Term v)
    {
        (Number times, Number added) = (Number.One, Number.Zero);
        if (v.Kind == TermKind.Sum && v.Value != Number.Zero && v.Value.IsInteger && Splits(u))
        {
            added = v.Value;
            var rest = new WeightedTerms(Number.Zero);
            Add(rest, v, Number.One);
            rest.Value = Number.Zero;
            v = Plain(rest, v.Type);
        }

        if (v.Kind == TermKind.Product && (v.Value.IsInteger || v.Value.IsNegative))
        {
            times = v.Value.IsInteger ? v.Value : -Number.One;
            v = table.Scale(v, v.Value * times.Reciprocal);
        }
        else if (v.Kind == TermKind.Sum && v.Weights[0].IsNegative && v.Value == Number.Zero)
        {
            (times, v) = (-Number.One, Multiple(v, -Number.One));
        }

        factors.Add(table.Function(op, type, u, v), times);
        if (added != Number.Zero) factors.Add(u, added);
    }

    /// <summary>uᵛ·uʷ as u^(v + w), and u·uᵛ as u^(v + 1), for all bases.</summary>
    private WeightedTerms MergePowers(WeightedTerms factors, DType type)
    {
        Dictionary<Term, List<int>>? powers = null;
        for (int i = 0; i < factors.Count; i++)
        {
            (Term part, Number weight) = factors[i];
            if (!IsPower(part) || !weight.IsInteger || weight == Number.Zero) continue;
            powers ??= new Dictionary<Term, List<int>>(ReferenceEqualityComparer.Instance);
            if (!powers.TryGetValue(part.Parts[0], out List<int>? same)) powers.Add(part.Parts[0], same = []);
            same.Add(i);
        }

        if (powers is null) return factors;
        var merged = new WeightedTerms(factors.Value);
        var done = new HashSet<int>();
        foreach ((Term u, List<int> same) in powers)
        {
            Number beside = Splits(u) ? Number.Zero : factors.Weight(u);
            if (!beside.IsInteger) beside = Number.Zero;
            if (same.Count == 1 && beside == Number.Zero) continue;
            var exponent = new WeightedTerms(beside);
            foreach (int i in same)
            {
                Add(exponent, factors[i].Part.Parts[1], factors[i].Weight);
                done.Add(i);
            }

            if (beside != Number.Zero) merged.Add(u, -beside);
            Op op = factors[same[0]].Part.Op!;
            Term sum = Sum(exponent, u.Type);
            if (sum.Kind == TermKind.Constant) Multiply(merged, u, sum.Value);
            else AddPower(merged, op, type, u, sum);
        }

        if (done.Count == 0) return factors;
        for (int i = 0; i < factors.Count; i++)
            if (!done.Contains(i)) merged.Add(factors[i].Part, factors[i].Weight);
        return merged;
    }

    /// <summary>
    /// The bases of such powers in a sum, of which no factor may be taken out: those whose power is not in all parts alike. For 1/u may
    /// have no value where u^(r - 1) has one.
    /// </summary>
    private static HashSet<Term>? Bound(Term sum, out HashSet<Term>? whole)
    {
        whole = null;
        HashSet<Term>? bound = null;
        HashSet<Term>? powers = null;
        foreach (Term part in sum.Parts)
        {
            for (int i = 0; i < part.Factors.Length; i++)
                if (IsPower(part.Factors[i])) (powers ??= new HashSet<Term>(ReferenceEqualityComparer.Instance)).Add(part.Factors[i]);
        }

        if (powers is null) return null;
        foreach (Term power in powers)
        {
            Number? weight = null;
            bool alike = true;
            foreach (Term part in sum.Parts)
            {
                int place = part.Factors.IndexOf(power);
                Number here = place >= 0 ? part.Exponents[place] : Number.Zero;
                alike &= place >= 0 && (weight is null || weight == here);
                weight = here;
            }

            if (alike) (whole ??= new HashSet<Term>(ReferenceEqualityComparer.Instance)).Add(power.Parts[0]);
            else (bound ??= new HashSet<Term>(ReferenceEqualityComparer.Instance)).Add(power.Parts[0]);
        }

        if (bound is not null) whole?.ExceptWith(bound);
        return bound;
    }
}
