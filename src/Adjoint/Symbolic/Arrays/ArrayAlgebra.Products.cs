namespace Adjoint.Symbolic;

internal sealed partial class ArrayAlgebra
{
    private const int MostExpandedTerms = 16;

    private int expansions;

    public ArrayNode Divide(ArrayNode a, ArrayNode b) => Multiply(a, Power(b, Number(-1)));

    /// <summary>A product of entries, and of numbers with an array: powers of the same base together.</summary>
    public ArrayNode Multiply(params ArrayNode[] factors)
    {
        if (factors.Length == 0) return Number(1);
        CheckStack();
        ArrayType type = factors.Length == 1 ? factors[0].Type : graph.Make(ArrayTable.Multiply, factors).Type;
        // A product of several rows is a transposed product of columns.
        if (type.IsRow && factors.Count(factor => !factor.Type.IsScalar) > 1)
            return Transpose(Multiply([.. factors.Select(Transpose)]));
        Number coefficient = Symbolic.Number.One;
        var order = new List<ArrayNode>();
        var exponents = new Dictionary<ArrayNode, ArrayNode>(ReferenceEqualityComparer.Instance);
        foreach (ArrayNode factor in factors) Collect(factor);
        if (coefficient.Top == 0) return Zeros(type);
        ArrayNode[] all = [.. order.Select(at => Power(at, exponents[at]))];
        ArrayNode[] scalars = [.. all.Where(factor => factor.Type.IsScalar && factor.Number is null)];
        foreach (ArrayNode constant in all.Where(factor => factor.Number is not null))
            coefficient *= Symbolic.Number.From(constant.Number!.Value);
        ArrayNode[] arrays = [.. all.Where(factor => !factor.Type.IsScalar)];
        if (arrays.Any(factor => factor.Is(ArrayTable.Zeros))) return Zeros(type);
        ArrayNode[] needed = [.. arrays.Where(factor => !IsOnes(factor))];
        if (needed.Length < arrays.Length) arrays = needed.Length > 0 ? needed : type.IsScalar ? [] : [Ones(type)];
        if (arrays.Length > 1 && Special(arrays, coefficient, scalars) is { } special) return special;
        ArrayNode product = Assemble(coefficient, [.. scalars, .. arrays]);
        return Expanded(product) is { } expanded && expanded.Size < product.Size ? expanded : product;

        void Collect(ArrayNode factor)
        {
            if (!factor.Type.IsScalar && !factor.Type.SameLengths(type)) factor = Widen(factor, type);
            if (factor.Number is { } number)
            {
                coefficient *= Symbolic.Number.From(number);
                return;
            }

            if (factor.Is(ArrayTable.Multiply))
            {
                coefficient *= Symbolic.Number.From(Coefficient(factor));
                foreach (ArrayNode part in factor.Arguments) Collect(part);
                return;
            }

            (ArrayNode at, ArrayNode exponent) = factor.Is(ArrayTable.Power) ? (factor[0], factor[1]) : (factor, Number(1));
            if (!exponents.TryAdd(at, exponent)) exponents[at] = Add(exponents[at], exponent);
            else order.Add(at);
        }
    }

    public ArrayNode Power(ArrayNode x, ArrayNode exponent)
    {
        if (exponent.Number is not { } p) return graph.Make(ArrayTable.Power, [x, exponent]);
        if (p == 0) return Ones(x.Type);
        if (p == 1) return x;
        if (x.Number is { } number)
        {
            double value = Math.Pow(number, p);
            // A root that is no whole number stays a root.
            return double.IsInteger(p) || (double.IsInteger(value) && value != 0) ? Number(value)
                : graph.Make(ArrayTable.Power, [x, exponent]);
        }

        if (x.Is(ArrayTable.Ones)) return x;
        if (x.Is(ArrayTable.Power) && x[1].Number is { } inner && (double.IsInteger(p) || !double.IsInteger(inner)))
            return Power(x[0], Number(inner * p));
        if (x.Is(ArrayTable.Multiply) && double.IsInteger(p))
            return Multiply([Number(Math.Pow(Coefficient(x), p)), .. x.Arguments.Select(factor => Power(factor, exponent))]);
        return graph.Make(ArrayTable.Power, [x, exponent]);
    }

    /// <summary>The numbers in front of a product, with its coefficient, and its arrays.</summary>
    private (ArrayNode Scalar, ArrayNode[] Arrays) Parts(ArrayNode x) =>
        (Assemble(Symbolic.Number.From(Coefficient(x)),
            [.. x.Arguments.Where(factor => factor.Type.IsScalar).OrderBy(factor => factor.Id)]),
            [.. x.Arguments.Where(factor => !factor.Type.IsScalar)]);

    private ArrayNode Assemble(Number coefficient, ArrayNode[] factors)
    {
        if (factors.Length == 0) return Number(coefficient.Value);
        if (factors.Length == 1) return Scale(coefficient, factors[0]);
        return graph.Make(ArrayTable.Multiply, factors, coefficient.Value);
    }

    private static bool IsOnes(ArrayNode x) => x.Is(ArrayTable.Ones) || (x.Is(ArrayTable.Transpose) && x[0].Is(ArrayTable.Ones));

    /// <summary>A product of entries with a unit vector, or with a diagonal matrix.</summary>
    private ArrayNode? Special(ArrayNode[] arrays, Number coefficient, ArrayNode[] scalars)
    {
        int at = Array.FindIndex(arrays, factor => (factor.Is(ArrayTable.OneHot) && factor.Type.IsVector) || factor.Is(ArrayTable.Eye)
            || (factor.Is(ArrayTable.Diag) && factor.Type.IsMatrix));
        if (at < 0) return null;
        ArrayNode[] others = [.. arrays.Where((_, i) => i != at)];
        if (arrays[at].Is(ArrayTable.OneHot))
        {
            if (others.Any(other => other == arrays[at])) return null;
            return Multiply([Number(coefficient.Value), .. scalars, .. others.Select(other => Element(other, [arrays[at][0]])),
                arrays[at]]);
        }

        return Multiply([Number(coefficient.Value), .. scalars, Diag(Multiply([.. arrays.Select(Diag)]))]);
    }

    private static bool HasQuotient(ArrayNode term) => (term.Is(ArrayTable.Power) && term[1].Number is < 0)
        || (term.Is(ArrayTable.Multiply) && term.Arguments.Any(HasQuotient));

    /// <summary>The product with its sums multiplied out, if something cancels then.</summary>
    private ArrayNode? Expanded(ArrayNode product)
    {
        if (!product.Is(ArrayTable.Multiply) || product.Arguments.Length < 2 || expansions > 1) return null;
        expansions++;
        try
        {
            if (product.Arguments.FirstOrDefault(factor => factor.Is(ArrayTable.Add) && factor.Arguments.Any(HasQuotient)) is { } quotients)
            {
                // First what is below may cancel with a factor, then the terms are spread out.
                ArrayNode[] terms = [.. Spread(product, [quotients])];
                ArrayNode spread = Add([.. terms.SelectMany(term => Spread(term, Sums(term)))]);
                ArrayNode cancelled = Add(terms);
                return spread.Size < cancelled.Size ? spread : cancelled;
            }

            ArrayNode[] all = [.. Spread(product, Sums(product))];
            if (all.Length < 2) return null;
            ArrayNode whole = Add(all);
            // Where nothing cancels, the product says more than its terms.
            return (whole.Is(ArrayTable.Add) ? whole.Arguments.Length : 1) < all.Length ? whole : null;
        }
        finally
        {
            expansions--;
        }
    }

    private static ArrayNode[] Sums(ArrayNode product) =>
        product.Is(ArrayTable.Multiply) ? [.. product.Arguments.Where(factor => factor.Is(ArrayTable.Add))] : [];

    /// <summary>The terms of a product with some of its sums multiplied out; itself where these are too many.</summary>
    private IEnumerable<ArrayNode> Spread(ArrayNode product, ArrayNode[] sums)
    {
        if (sums.Length == 0 || sums.Aggregate(1, (count, sum) => count * sum.Arguments.Length) > MostExpandedTerms) return [product];
        IEnumerable<ArrayNode[]> terms = [[Number(Coefficient(product)), .. product.Arguments.Where(factor => !sums.Contains(factor))]];
        foreach (ArrayNode sum in sums) terms = terms.SelectMany(term => sum.Arguments.Select(part => (ArrayNode[])[.. term, part]));
        return [.. terms.Select(term => Multiply(term))];
    }
}
