using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Conditions, numbers made of them, and choices.</summary>
internal sealed partial class Algebra
{
    /// <summary>Larger terms within a choice are left as they are.</summary>
    private const int MostReplaced = 200;

    /// <summary>Whether limits, which are hidden choices, are taken for the formula that is written.</summary>
    public bool DropsLimits { get; init; }

    /// <summary>Whether a term is 1 where a condition holds, and 0 elsewhere.</summary>
    public static bool IsBracket(Term term) => term is { Kind: TermKind.Function, Op: Cast, Parts: [{ Type: DType.Bool }] };

    /// <summary>A simpler form of a condition or choice; null if there is none.</summary>
    private Term? Piecewise(Op op, DType type, Term[] x) => op switch
    {
        Ops.Gate => Apply(Where.Op, type, Apply(new Compare(Relation.Less), DType.Bool, Zero(x[1].Type), x[1]), x[0], Zero(type)),
        Where { IsLimit: true } => DropsLimits ? x[2] : null,
        Where => Choice(type, x[0], x[1], x[2]),
        Compare compare => Comparison(compare, x[0], x[1]),
        Logical logical => Combination(logical, x[0], x[1]),
        _ => null,
    };

    private Term Zero(DType type) => table.Constant(Number.Zero, type);

    private Term Truth(bool value) => table.Constant(value ? Number.One : Number.Zero, DType.Bool);

    private Term? Combination(Logical logical, Term a, Term b) => logical.Connective switch
    {
        Connective.Xor when b.IsNumber(1) => Not(a),
        Connective.Xor when a.IsNumber(1) => Not(b),
        Connective.And when a.IsNumber(1) => b,
        Connective.And when b.IsNumber(1) => a,
        Connective.Or when a.IsNumber(0) => b,
        Connective.Or when b.IsNumber(0) => a,
        Connective.And or Connective.Or when a == b => a,
        _ => null,
    };

    private Term? Comparison(Compare compare, Term a, Term b)
    {
        if (compare.Relation is not (Relation.Less or Relation.LessEqual)) return null;
        // relu(u) > 0 where u > 0.
        if (compare.Relation == Relation.Less && a.IsNumber(0) && b.Op is Relu) return Apply(compare, DType.Bool, a, b.Parts[0]);
        if (Infinity(a) < 0 || Infinity(b) > 0) return Truth(true);
        return null;
    }

    /// <summary>The sign of an infinite constant, 0 for all else.</summary>
    private static int Infinity(Term term) =>
        NotFinite(term) is { } value && !double.IsNaN(value) ? Math.Sign(value) : 0;

    private static double? NotFinite(Term term)
    {
        if (term is not { Kind: TermKind.Leaf, Tensor: { IsSymbolic: false, Numel: 1 } constant } || constant.DType == DType.Bool)
            return null;
        double value = constant.Detach().Item();
        return double.IsFinite(value) ? null : value;
    }

    private Term? Choice(DType type, Term condition, Term then, Term otherwise)
    {
        // A value that is not a number stands for none.
        if (NotFinite(then) is double.NaN) return otherwise;
        if (NotFinite(otherwise) is double.NaN) return then;
        Term simpler = Within(condition, true, then);
        Term other = Within(condition, false, otherwise);
        if (simpler == other) return simpler;
        if (other.IsNumber(0) && Masked(type, condition, simpler) is { } masked) return masked;
        if (simpler.IsNumber(0) && Not(condition) is { } opposite) return Masked(type, opposite, other) ?? Choose(type, opposite,
            other, simpler);
        return simpler != then || other != otherwise ? Choose(type, condition, simpler, other) : null;
    }

    private Term Choose(DType type, Term condition, Term then, Term otherwise) =>
        table.Function(Where.Op, type, condition, then, otherwise);

    /// <summary>
    /// A term where a condition holds and 0 elsewhere, as a product with the condition in brackets: of the factors that have a value
    /// everywhere. The others stay within the choice, for they may have none where the condition does not hold.
    /// </summary>
    private Term? Masked(DType type, Term condition, Term term)
    {
        var outside = new WeightedTerms(Number.One);
        var inside = new WeightedTerms(Number.One);
        outside.Value = term.Kind is TermKind.Product or TermKind.Constant ? term.Value : Number.One;
        if (term.Kind != TermKind.Constant)
        {
            for (int i = 0; i < term.Factors.Length; i++)
                (IsTotal(term.Factors[i], term.Exponents[i], MostReplaced) ? outside : inside).Add(term.Factors[i], term.Exponents[i]);
        }

        if (inside.Count == 0)
        {
            outside.Add(table.Function(new Cast(type), type, condition), Number.One);
            return Product(outside, type);
        }

        if (outside.Count == 0 && outside.Value == Number.One) return null;
        outside.Add(Choose(type, condition, Product(inside, type), Zero(type)), Number.One);
        return Product(outside, type);
    }

    /// <summary>Whether a power of a term has a finite value at every point.</summary>
    private static bool IsTotal(Term term, Number exponent, int most) =>
        exponent.IsInteger && !exponent.IsNegative && NotFinite(term) is null && most > 0
        && (term.Kind is TermKind.Leaf or TermKind.Constant
            || (term.Kind == TermKind.Sum && Array.TrueForAll(term.Parts, part => IsTotal(part, Number.One, most / 2)))
            || (term.Kind == TermKind.Product && term.Parts.Select((part, i) => IsTotal(part, term.Weights[i], most / 2)).All(x => x))
            || IsBracket(term)
            || (term.Op is { } op && OperationTable.Of(op).IsTotal && IsTotal(term.Parts[0], Number.One, most - 1)));

    /// <summary>A term where a condition holds, or where it does not: limits that it cannot reach are left away.</summary>
    private Term Within(Term condition, bool holds, Term term)
    {
        if (condition.Op is Logical logical && (logical.Connective == Connective.And) == holds && logical.Connective != Connective.Xor)
            return Within(condition.Parts[1], holds, Within(condition.Parts[0], holds, term));
        if (condition.Op is not Compare { Relation: Relation.Less or Relation.LessEqual }) return term;
        (Term low, Term high) = holds ? (condition.Parts[0], condition.Parts[1]) : (condition.Parts[1], condition.Parts[0]);
        bool isLower = low.Kind == TermKind.Constant;
        if (isLower == (high.Kind == TermKind.Constant)) return term;
        double bound = (isLower ? low : high).Value.Value;
        int left = MostReplaced;
        return Unclamped(term, isLower ? high : low, bound, isLower, ref left) is { } found && left > 0 ? found : term;
    }

    /// <summary>The term with u in the place of u limited to a range that it does not leave.</summary>
    private Term Unclamped(Term term, Term u, double bound, bool isLower, ref int left)
    {
        if (--left <= 0 || term.Kind is TermKind.Leaf or TermKind.Constant) return term;
        if (term.Op is Clamp or Hardtanh && term.Parts[0] == u)
        {
            (double min, double max) = term.Op is Clamp clamp ? (clamp.Min, clamp.Max) : (((Hardtanh)term.Op).Min, ((Hardtanh)term.Op).Max);
            if (isLower && bound >= min) min = double.NegativeInfinity;
            if (!isLower && bound <= max) max = double.PositiveInfinity;
            if (double.IsInfinity(min) && double.IsInfinity(max)) return u;
            return table.Function(term.Op is Clamp ? new Clamp(min, max) : new Hardtanh(min, max), term.Type, u);
        }

        if (term.Kind is TermKind.Sum or TermKind.Product)
        {
            var parts = new WeightedTerms(term.Value);
            bool changed = false;
            for (int i = 0; i < term.Parts.Length; i++)
            {
                Term part = Unclamped(term.Parts[i], u, bound, isLower, ref left);
                changed |= part != term.Parts[i];
                if (term.Kind == TermKind.Sum) Add(parts, part, term.Weights[i]);
                else Multiply(parts, part, term.Weights[i]);
            }

            return !changed ? term : term.Kind == TermKind.Sum ? Sum(parts, term.Type) : Product(parts, term.Type);
        }

        var inner = new Term[term.Parts.Length];
        for (int i = 0; i < inner.Length; i++) inner[i] = Unclamped(term.Parts[i], u, bound, isLower, ref left);
        return inner.AsSpan().SequenceEqual(term.Parts) ? term : Apply(term.Op!, term.Type, inner);
    }

    /// <summary>The condition that holds where one does not; null where it has no such form.</summary>
    private Term? Not(Term condition) => condition switch
    {
        { Op: Compare compare } => Apply(
            Conditions.Opposite(compare, out bool swaps), DType.Bool,
            swaps ? condition.Parts[1] : condition.Parts[0], swaps ? condition.Parts[0] : condition.Parts[1]),
        { Op: Logical { Connective: Connective.And } } when Not(condition.Parts[0]) is { } a && Not(condition.Parts[1]) is { } b =>
            Apply(new Logical(Connective.Or), DType.Bool, a, b),
        { Op: Logical { Connective: Connective.Or } } when Not(condition.Parts[0]) is { } a && Not(condition.Parts[1]) is { } b =>
            Apply(new Logical(Connective.And), DType.Bool, a, b),
        _ => null,
    };
}
