namespace Adjoint.Symbolic;

/// <summary>Makes terms, each once: equal terms are one object, so that they are found and compared at once.</summary>
internal sealed class TermTable : IEqualityComparer<Term>
{
    private readonly Dictionary<Term, Term> terms;

    public TermTable() => terms = new Dictionary<Term, Term>(this);

    /// <summary>A number.</summary>
    public Term Constant(Number value, DType dtype) => double.IsFinite(value.Value)
        ? Unique(new Term { Kind = TermKind.Constant, Type = dtype, Value = value })
        : Leaf(Tensor.Scalar(value.Value, dtype), int.MaxValue);

    /// <summary>A variable, or another tensor that is not simplified.</summary>
    public Term Leaf(Tensor tensor, int rank) =>
        Unique(new Term { Kind = TermKind.Leaf, Type = tensor.DType, Tensor = tensor, Rank = rank });

    /// <summary>An operation applied to terms.</summary>
    public Term Function(Op op, DType dtype, params Term[] parts) =>
        Unique(new Term { Kind = TermKind.Function, Type = dtype, Op = op, Parts = parts });

    /// <summary>A sum of two or more parts, or one and a number; a single multiple of a term is a product.</summary>
    public Term Sum(Number value, Term[] parts, Number[] weights) => Unique(
        new Term { Kind = TermKind.Sum, Type = parts[0].Type, Value = value, Parts = parts, Weights = weights });

    /// <summary>A product; of a single factor without coefficient or exponent, that factor.</summary>
    public Term Product(Number value, Term[] parts, Number[] weights, DType dtype)
    {
        if (parts.Length == 0 || value == Number.Zero) return Constant(value, dtype);
        if (value == Number.One && parts.Length == 1 && weights[0] == Number.One) return parts[0];
        return Unique(new Term { Kind = TermKind.Product, Type = dtype, Value = value, Parts = parts, Weights = weights });
    }

    /// <summary>The same product with another coefficient.</summary>
    public Term Scale(Term term, Number value) => term.Kind switch
    {
        TermKind.Constant => Constant(value, term.Type),
        TermKind.Product => Product(value, term.Parts, term.Weights, term.Type),
        _ => Product(value, [term], [Number.One], term.Type),
    };

    private Term Unique(Term term)
    {
        term.Hash = HashOf(term);
        if (terms.TryGetValue(term, out Term? known)) return known;
        term.Index = terms.Count;
        term.Length = TermLength.Of(term);
        terms.Add(term, term);
        return term;
    }

    bool IEqualityComparer<Term>.Equals(Term? a, Term? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a!.Hash != b!.Hash || a.Kind != b.Kind || a.Type != b.Type || a.Value != b.Value
            || a.Rank != b.Rank || !ReferenceEquals(a.Tensor, b.Tensor) || !Equals(a.Op, b.Op) || a.Parts.Length != b.Parts.Length
            || !a.Weights.AsSpan().SequenceEqual(b.Weights)) return false;
        for (int i = 0; i < a.Parts.Length; i++)
            if (!ReferenceEquals(a.Parts[i], b.Parts[i])) return false;
        return true;
    }

    int IEqualityComparer<Term>.GetHashCode(Term term) => (int)term.Hash;

    private static ulong HashOf(Term term)
    {
        ulong hash = Mix((ulong)term.Kind, (ulong)term.Rank);
        hash = Mix(hash, term.Value);
        foreach (char c in term.Op?.Name ?? "") hash = Mix(hash, c);
        foreach (Term part in term.Parts) hash = Mix(hash, part.Hash);
        foreach (Number weight in term.Weights) hash = Mix(hash, weight);
        return hash;
    }

    private static ulong Mix(ulong hash, Number value) =>
        Mix(Mix(hash, BitConverter.DoubleToUInt64Bits(value.Top)), BitConverter.DoubleToUInt64Bits(value.Bottom));

    // The finisher of SplitMix64, Steele, Lea & Flood 2014.
    private static ulong Mix(ulong hash, ulong next)
    {
        ulong z = (hash ^ next) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
