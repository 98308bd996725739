namespace Adjoint.Symbolic;

internal sealed partial class ArrayAlgebra
{
    public ArrayNode Negate(ArrayNode x) => Multiply(Number(-1), x);

    public ArrayNode Subtract(ArrayNode a, ArrayNode b) => Add(a, Negate(b));

    /// <summary>A sum: like terms together, common factors of matrix products in front.</summary>
    public ArrayNode Add(params ArrayNode[] terms)
    {
        CheckStack();
        ArrayType type = terms.Length == 1 ? terms[0].Type : graph.Make(ArrayTable.Add, terms).Type;
        // A sum of rows is a transposed sum of columns.
        if (type.IsRow && terms.Length > 1) return Transpose(Add([.. terms.Select(term => Transpose(term))]));
        var order = new List<ArrayNode>();
        var coefficients = new Dictionary<ArrayNode, Number>(ReferenceEqualityComparer.Instance);
        foreach (ArrayNode term in terms.SelectMany(term => term.Is(ArrayTable.Add) ? term.Arguments : [term]))
        {
            ArrayNode whole = Widen(term, type);
            (Number coefficient, ArrayNode rest) = SplitCoefficient(whole);
            if (rest.Is(ArrayTable.Zeros) || coefficient.Top == 0) continue;
            ArrayNode known = order.Find(other => Canonical(other) == Canonical(rest)) ?? rest;
            if (!coefficients.TryAdd(known, coefficient)) coefficients[known] += coefficient;
            else order.Add(known);
        }

        order.RemoveAll(rest => coefficients[rest].Top == 0);
        if (order.Count == 0) return Zeros(type);
        if (order.Count > 1 && Factored(order, coefficients) is { } factored) return factored;
        if (order.Count > 1 && Shared(order, coefficients) is { } shared) return shared;
        ArrayNode[] all = [.. order.Select(rest => Scale(coefficients[rest], rest))];
        all = [.. all.OrderBy(term => SplitCoefficient(term).Other.Is(ArrayTable.Transpose) && term.Type.IsMatrix ? 1 : 0)];
        // A sum does not begin with a minus if it can begin without.
        int first = Array.FindIndex(all, term => !SplitCoefficient(term).Coefficient.IsNegative);
        if (first > 0) all = [all[first], .. all[..first], .. all[(first + 1)..]];
        return all.Length == 1 ? all[0] : graph.Make(ArrayTable.Add, all);
    }

    /// <summary>A number times a node.</summary>
    private ArrayNode Scale(Number coefficient, ArrayNode x)
    {
        if (coefficient == Symbolic.Number.One) return x;
        return x.Number is { } number ? Number(number * coefficient.Value)
            : x.Is(ArrayTable.Multiply) ? graph.Make(ArrayTable.Multiply, x.Arguments, Coefficient(x) * coefficient.Value)
            : graph.Make(ArrayTable.Multiply, [x], coefficient.Value);
    }

    private (Number Coefficient, ArrayNode Other) SplitCoefficient(ArrayNode x)
    {
        if (x.Number is { } number) return (Symbolic.Number.From(number), Number(1));
        if (!x.Is(ArrayTable.Multiply)) return (Symbolic.Number.One, x);
        Number coefficient = Symbolic.Number.From(Coefficient(x));
        return (coefficient, coefficient == Symbolic.Number.One ? x
            : x.Arguments.Length == 1 ? x[0] : graph.Make(ArrayTable.Multiply, x.Arguments, 1));
    }

    private static double Coefficient(ArrayNode x) => x.Settings is [var coefficient] ? coefficient : 1;

    /// <summary>A term in the shape of the whole sum: a number times ones, a row under each other.</summary>
    private ArrayNode Widen(ArrayNode x, ArrayType type)
    {
        if (x.Type.SameLengths(type)) return x;
        if (x.Type.IsScalar) return Multiply(x, Ones(type));
        if (!type.IsMatrix) return x;
        if (x.Type.IsVector) return MatMul(Ones(ArrayType.Vector(type.Rows)), Transpose(x));
        if (x.Type.IsRow) return MatMul(Ones(ArrayType.Vector(type.Rows)), x);
        return x.Type.Columns == Length.One ? MatMul(x, Ones(ArrayType.Matrix(Length.One, type.Columns)))
            : x.Type.Rows == Length.One ? MatMul(Ones(ArrayType.Matrix(type.Rows, Length.One)), x) : x;
    }

    /// <summary>A product with its factors in a fixed order, by which like terms are found.</summary>
    private ArrayNode Canonical(ArrayNode x) => x.Is(ArrayTable.Multiply)
        ? graph.Make(ArrayTable.Multiply, [.. x.Arguments.OrderBy(factor => factor.Id)], Coefficient(x))
        : x;

    /// <summary>A u + B u as (A + B) u, and the same on the left, for terms that share the factor and the numbers in front.</summary>
    private ArrayNode? Factored(List<ArrayNode> terms, Dictionary<ArrayNode, Number> coefficients)
    {
        var chains = new List<(ArrayNode Scalar, ArrayNode[] Factors, ArrayNode Term)>();
        foreach (ArrayNode term in terms)
        {
            (ArrayNode scalar, ArrayNode[] arrays) = term.Is(ArrayTable.Multiply) ? Parts(term) : (Number(1), [term]);
            if (arrays is [{ } chain] && chain.Is(ArrayTable.MatMul)) chains.Add((scalar, chain.Arguments, term));
        }

        foreach (bool last in (bool[])[true, false])
        {
            var group = chains.GroupBy(chain => (chain.Scalar.Id, chain.Factors[last ? ^1 : 0].Id))
                .FirstOrDefault(same => same.Count() > 1);
            if (group is null) continue;
            ArrayNode rest = Add([.. group.Select(chain => Scale(
                coefficients[chain.Term], MatMul(last ? chain.Factors[..^1] : chain.Factors[1..])))]);
            ArrayNode shared = group.First().Factors[last ? ^1 : 0];
            ArrayNode product = rest.Type.IsScalar ? Multiply(rest, shared) : last ? MatMul(rest, shared) : MatMul(shared, rest);
            return Add([Multiply(group.First().Scalar, product), .. terms.Where(term => !group.Any(chain => chain.Term == term))
                .Select(term => Scale(coefficients[term], term))]);
        }

        return null;
    }

    /// <summary>The number in front of all terms, if it is the same, times the sum of what is behind it.</summary>
    private ArrayNode? Shared(List<ArrayNode> terms, Dictionary<ArrayNode, Number> coefficients)
    {
        Number shared = coefficients[terms[0]].Magnitude;
        if (terms.TrueForAll(term => coefficients[term].IsNegative)) shared = -shared;
        if (shared != Symbolic.Number.One && terms.TrueForAll(term => coefficients[term].Magnitude == shared.Magnitude))
            return Scale(shared, Add([.. terms.Select(term => Scale(shared.Reciprocal * coefficients[term], term))]));
        ArrayNode? first = Scalar(terms[0]);
        if (first is null || first.Number is not null || !terms.TrueForAll(term => Scalar(term) == first)) return null;
        return Multiply(first, Add([.. terms.Select(term => Scale(coefficients[term], Multiply(Parts(term).Arrays)))]));

        ArrayNode? Scalar(ArrayNode term) => term.Is(ArrayTable.Multiply) && !term.Type.IsScalar ? Parts(term).Scalar : null;
    }
}
