namespace Adjoint.Symbolic;

/// <summary>
/// Derivatives of a formula, one after the other, each a sum of products in which like terms are together: so the formula of the nth
/// order grows with the number of different products, and not with the number of ways that lead to them.
/// </summary>
internal sealed class RepeatedDerivative
{
    /// <summary>A derivative of more products than this is nothing that anybody reads.</summary>
    private const int MostParts = 20_000;

    /// <summary>Deeper formulas are differentiated as graphs.</summary>
    private const int MostDepth = 100;

    private readonly Algebra algebra = new() { DropsLimits = true };
    private readonly Dictionary<(Term Term, Term Variable), WeightedTerms> known = [];
    private readonly Dictionary<Term, Term[]> slopes = new(ReferenceEqualityComparer.Instance);
    private readonly VariableOrder leaves;

    public RepeatedDerivative(Tensor formula)
    {
        Tensor[] given = FormulaExpansion.Of([Simplifier.Simplify(formula)]);
        leaves = new VariableOrder(given);
        Start = new TermReader(algebra, leaves).Read(given)[0];
        IsPossible = Depth(Start) <= MostDepth;
    }

    /// <summary>The formula itself.</summary>
    public Term Start { get; }

    /// <summary>Whether the formula is not too deep.</summary>
    public bool IsPossible { get; }

    /// <summary>The derivative of a term.</summary>
    /// <exception cref="GraphException">It is a sum of too many products.</exception>
    public Term Of(Term term, Tensor variable)
    {
        Term x = algebra.Table.Leaf(variable, leaves[variable]);
        WeightedTerms parts = Parts(term, x);
        return algebra.Collected(parts, term.Type);
    }

    /// <summary>The simplified formula of a term.</summary>
    public static Tensor Formula(Term term) => Simplifier.Simplify(TermWriter.Write([term])[0]);

    private static int Depth(Term root)
    {
        var depth = new Dictionary<Term, int>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(Term Term, bool Done)>();
        open.Push((root, false));
        while (open.TryPop(out (Term Term, bool Done) top))
        {
            if (depth.ContainsKey(top.Term)) continue;
            if (top.Done)
            {
                depth[top.Term] = 1 + top.Term.Parts.Select(part => depth[part]).DefaultIfEmpty().Max();
                continue;
            }

            open.Push((top.Term, true));
            foreach (Term part in top.Term.Parts) open.Push((part, false));
        }

        return depth[root];
    }

    /// <summary>The derivative as products with their multiples.</summary>
    private WeightedTerms Parts(Term term, Term x)
    {
        if (known.TryGetValue((term, x), out WeightedTerms? before)) return before;
        var sum = new WeightedTerms(Number.Zero);
        switch (term.Kind)
        {
            case TermKind.Constant:
                break;
            case TermKind.Leaf:
                if (term == x) sum.Value = Number.One;
                break;
            case TermKind.Sum:
                for (int i = 0; i < term.Parts.Length; i++) AddProduct(sum, term.Weights[i], null, Parts(term.Parts[i], x));
                break;
            case TermKind.Product:
                for (int i = 0; i < term.Parts.Length; i++) AddFactor(sum, term, i, x);
                break;
            default:
                AddFunction(sum, term, x);
                break;
        }

        if (sum.Count > MostParts)
        {
            throw new GraphException(
                $"The derivative is a sum of more than {MostParts} products; choose a lower order, or fewer variables.");
        }

        return known[(term, x)] = sum;
    }

    private void AddFactor(WeightedTerms sum, Term product, int place, Term x)
    {
        WeightedTerms inner = Parts(product.Parts[place], x);
        if (inner.Count == 0 && inner.Value == Number.Zero) return;
        Number exponent = product.Weights[place];
        Term rest = algebra.Product(product.Value * exponent, (algebra.Table.Scale(product, Number.One), Number.One),
            (product.Parts[place], -Number.One));
        AddProduct(sum, Number.One, rest, inner);
    }

    private void AddFunction(WeightedTerms sum, Term function, Term x)
    {
        if (Algebra.IsPower(function))
        {
            (Term u, Term r) = (function.Parts[0], function.Parts[1]);
            AddProduct(sum, Number.One, algebra.Product(Number.One, (function, Number.One), (algebra.Logarithm(u), Number.One)),
                Parts(r, x));
            AddProduct(
                sum, Number.One, algebra.Product(Number.One, (function, Number.One), (r, Number.One), (u, -Number.One)), Parts(u, x));
            return;
        }

        for (int i = 0; i < function.Parts.Length; i++)
        {
            if (!function.Parts[i].Type.IsFloatingPoint()) continue;
            WeightedTerms inner = Parts(function.Parts[i], x);
            if (inner.Count > 0 || inner.Value != Number.Zero) AddProduct(sum, Number.One, Slopes(function)[i], inner);
        }
    }

    /// <summary>The derivatives of a function with respect to its arguments, by the operation's own rule.</summary>
    private Term[] Slopes(Term function)
    {
        if (slopes.TryGetValue(function, out Term[]? found)) return found;
        using Scope scope = GradMode.On();
        Tensor[] written = TermWriter.Write(function.Parts);
        Tensor y = Engine.Apply(function.Op!, written);
        var pulled = new Tensor[written.Length];
        for (int i = 0; i < written.Length; i++)
        {
            pulled[i] = written[i].DType.IsFloatingPoint()
                ? LocalSlope.Pull(function.Op!, written, y, [i], Tensor.Ones([], function.Type)) ?? Tensor.Zeros([], function.Type)
                : Tensor.Zeros([], function.Type);
        }

        found = new TermReader(algebra, leaves).Read(FormulaExpansion.Of(pulled));
        return slopes[function] = found;
    }

    /// <summary>Adds a multiple of a term times a sum, multiplied out.</summary>
    private void AddProduct(WeightedTerms sum, Number weight, Term? factor, WeightedTerms parts)
    {
        // A sum as a factor, as in the slope 1 - y², is multiplied out too.
        if (factor is { Kind: TermKind.Sum })
        {
            if (factor.Value != Number.Zero) AddProduct(sum, weight * factor.Value, null, parts);
            for (int i = 0; i < factor.Parts.Length; i++) AddProduct(sum, weight * factor.Weights[i], factor.Parts[i], parts);
            return;
        }

        if (parts.Value != Number.Zero) Add(sum, factor, weight * parts.Value);
        for (int i = 0; i < parts.Count; i++)
        {
            (Term part, Number times) = parts[i];
            if (times == Number.Zero) continue;
            if (factor is null) Add(sum, part, weight * times);
            else Add(sum, algebra.Product(Number.One, (factor, Number.One), (part, Number.One)), weight * times);
        }
    }

    private void Add(WeightedTerms sum, Term? term, Number weight)
    {
        if (term is null)
        {
            sum.Value += weight;
            return;
        }

        // Whatever its length: algebra.Add splices short sums only.
        if (term.Kind == TermKind.Sum)
        {
            sum.Value += term.Value * weight;
            for (int i = 0; i < term.Parts.Length; i++) sum.Add(term.Parts[i], term.Weights[i] * weight);
            return;
        }

        algebra.Add(sum, term, weight);
    }
}
