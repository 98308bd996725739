namespace Adjoint.Symbolic;

/// <summary>What a term is.</summary>
internal enum TermKind
{
    Constant,
    Leaf, // a variable, or another tensor that is not simplified
    Function, // an operation applied to terms
    Sum, // of multiples of terms
    Product, // of powers of terms
}

/// <summary>
/// A piece of a formula in normal form. A sum is Value + Σ Weightᵢ·Partᵢ, a product is Value · Π Partᵢ^Weightᵢ, with parts that
/// differ, in canonical order. Terms are made by a <see cref="TermTable"/>, which makes equal terms one object.
/// </summary>
internal sealed class Term
{
    private const int DeepestComparison = 6;
    private static readonly Number[] One = [Number.One];
    private readonly Term me;

    public Term() => me = this;

    public required TermKind Kind { get; init; }
    public required DType Type { get; init; }
    public Number Value { get; init; } // the constant, the addend of a sum, or the coefficient of a product
    public Op? Op { get; init; } // of a function
    public Tensor? Tensor { get; init; } // what a leaf stands for
    public int Rank { get; init; } // the leaf's place among the leaves
    public Term[] Parts { get; init; } = []; // arguments, addends or factors
    public Number[] Weights { get; init; } = []; // the multiple of each addend, or the exponent of each factor
    public int Index { get; set; } // place in the order of creation: after all parts
    public double Length { get; set; } // characters on paper, with spaces around signs
    public ulong Hash { get; set; } // of the structure, the same in every process
    public (Term Content, Term Primitive)? Factored { get; set; } // a sum's common factor and the rest, once looked for

    public bool IsNumber(double value) => Kind == TermKind.Constant && Value.Top == value && Value.Bottom == 1;

    /// <summary>The factors of a term as a product.</summary>
    public ReadOnlySpan<Term> Factors => Kind == TermKind.Product ? Parts : new ReadOnlySpan<Term>(in me);

    /// <summary>The exponents of the factors.</summary>
    public ReadOnlySpan<Number> Exponents => Kind == TermKind.Product ? Weights : One;

    /// <summary>The sum of the exponents of leaves.</summary>
    private double Degree
    {
        get
        {
            double degree = 0;
            ReadOnlySpan<Term> factors = Factors;
            for (int i = 0; i < factors.Length; i++)
                if (factors[i].Kind == TermKind.Leaf) degree += Exponents[i].Value;
            return degree;
        }
    }

    /// <summary>The order of addends: by falling degree, then as factors.</summary>
    public static int CompareAddends(Term a, Term b)
    {
        int order = b.Degree.CompareTo(a.Degree);
        return order != 0 ? order : CompareFactors(a, b);
    }

    /// <summary>The order of factors: variables, functions, sums; then by what they are made of.</summary>
    public static int CompareFactors(Term a, Term b) => Compare(a, b, DeepestComparison);

    // Formulas may be deep: where a look at the outer levels does not decide, the hash does.
    private static int Compare(Term a, Term b, int depth)
    {
        if (ReferenceEquals(a, b)) return 0;
        if (depth == 0) return Last(a, b);
        // What is no product compares with one as a product of itself.
        bool product = a.Kind == TermKind.Product || b.Kind == TermKind.Product;
        ReadOnlySpan<Term> p = product ? a.Factors : a.Parts;
        ReadOnlySpan<Term> q = product ? b.Factors : b.Parts;
        int order = product ? 0 : a.Kind.CompareTo(b.Kind);
        if (order == 0 && !product) order = a.Rank.CompareTo(b.Rank);
        if (order == 0 && !product && a.Op is not null) order = string.CompareOrdinal(a.Op.Name, b.Op?.Name);
        for (int i = 0; order == 0 && i < Math.Min(Math.Min(p.Length, q.Length), 8); i++) order = Compare(p[i], q[i], depth - 1);
        if (order == 0) order = p.Length.CompareTo(q.Length);
        if (order == 0) order = CompareWeights(a, b);
        return order != 0 ? order : Last(a, b);
    }

    private static int CompareWeights(Term a, Term b)
    {
        int order = 0;
        for (int i = 0; order == 0 && i < Math.Min(a.Weights.Length, b.Weights.Length); i++)
            order = b.Weights[i].Value.CompareTo(a.Weights[i].Value);
        return order != 0 ? order : b.Value.Value.CompareTo(a.Value.Value);
    }

    private static int Last(Term a, Term b)
    {
        int order = a.Length.CompareTo(b.Length);
        if (order == 0) order = a.Hash.CompareTo(b.Hash);
        return order != 0 ? order : a.Index.CompareTo(b.Index);
    }
}
