namespace Adjoint.Symbolic;

/// <summary>Writes an entry of an array in entries of the variables, with sums over indices.</summary>
internal sealed class ArrayEntries(ArrayAlgebra algebra, IEnumerable<string> taken)
{
    private static readonly string[] Letters = ["i", "j", "k", "l", "p", "q", "r", "s", "t", "u"];

    private readonly HashSet<string> used = [.. taken];

    public ArrayAlgebra Algebra => algebra;

    private ArrayGraph Graph => algebra.Graph;

    /// <summary>An index that is not used yet.</summary>
    public ArrayNode NewIndex()
    {
        string name = Letters.FirstOrDefault(letter => !used.Contains(letter))
            ?? Enumerable.Range(1, int.MaxValue).Select(number => string.Create(CultureInfo.InvariantCulture, $"i{number}"))
                .First(n => !used.Contains(n));
        used.Add(name);
        return Graph.Index(name);
    }

    /// <summary>An entry; a row is asked with two indices.</summary>
    public ArrayNode Of(ArrayNode x, ArrayNode[] at)
    {
        if (x.Function.Entry is { } rule && !x.Is(ArrayTable.Variable) && !x.Is(ArrayTable.Literal)
            && rule(this, x, at) is { } entry) return entry;
        if (x.Type.IsScalar) return x;
        return x.Type.IsRow && x.Is(ArrayTable.Transpose) ? Of(x[0], [at[1]]) : algebra.Element(x, at);
    }

    public ArrayNode Delta(ArrayNode i, ArrayNode j) => algebra.Delta(i, j);

    /// <summary>A function of the entries at the same place.</summary>
    public ArrayNode Each(ArrayNode node, ArrayNode[] at, Func<ArrayNode[], ArrayNode> build) =>
        build([.. node.Arguments.Select(argument => Of(argument, argument.Type.IsScalar ? [] : At(argument, node, at)))]);

    /// <summary>The entry of a product of matrices: a sum over an index for each pair of neighbours.</summary>
    public ArrayNode Product(ArrayNode node, ArrayNode[] at)
    {
        ArrayNode one = algebra.Number(1);
        ArrayNode left = at.Length > 0 ? at[0] : one;
        ArrayNode last = at.Length == 2 ? at[1] : one;
        var sums = new List<(ArrayNode Index, Length Length)>();
        ArrayNode product = one;
        ArrayNode[] factors = node.Arguments;
        for (int i = 0; i < factors.Length; i++)
        {
            ArrayNode right = last;
            if (i < factors.Length - 1)
            {
                right = one;
                if (factors[i].Type.Columns != Length.One) sums.Add((right = NewIndex(), factors[i].Type.Columns));
            }

            product = algebra.Multiply(product, Of(factors[i], factors[i].Type.IsVector ? [left] : [left, right]));
            left = right;
        }

        foreach ((ArrayNode index, Length length) in Enumerable.Reverse(sums)) product = Sum(index, length, product);
        return product;
    }

    public ArrayNode SumOfAll(ArrayNode x)
    {
        ArrayNode[] indices = [.. x.Type.Lengths.Select(length => length == Length.One ? algebra.Number(1) : NewIndex())];
        ArrayNode sum = Of(x, indices);
        for (int i = indices.Length - 1; i >= 0; i--)
            if (indices[i].Is(ArrayTable.Index)) sum = Sum(indices[i], x.Type.Lengths[i], sum);
        return sum;
    }

    public ArrayNode SumOfDiagonal(ArrayNode x)
    {
        ArrayNode index = NewIndex();
        return Sum(index, x.Type.Rows, Of(x, [index, index]));
    }

    public ArrayNode SumOver(ArrayNode node, ArrayNode[] at)
    {
        used.Add(node.Name!);
        return Graph.Sum(node.Name!, node[0], node[1], Of(node[2], at));
    }

    /// <summary>A sum over an index; where a delta picks one summand, that one.</summary>
    private ArrayNode Sum(ArrayNode index, Length length, ArrayNode body)
    {
        if (!body.Indices.Contains(index.Name!)) return algebra.Multiply(Graph.Count(length), body);
        if (body.Is(ArrayTable.Add)) return algebra.Add([.. body.Arguments.Select(term => Sum(index, length, term))]);
        ArrayNode[] factors = body.Is(ArrayTable.Multiply) ? body.Arguments : [body];
        double coefficient = body.Is(ArrayTable.Multiply) && body.Settings is [var c] ? c : 1;
        if (factors.FirstOrDefault(factor => factor.Is(ArrayTable.Delta) && factor.Arguments.Contains(index)) is { } delta)
        {
            ArrayNode other = delta[0] == index ? delta[1] : delta[0];
            ArrayNode rest = algebra.Multiply([algebra.Number(coefficient), .. factors.Where(factor => factor != delta)]);
            return Substitute(rest, index, other);
        }

        ArrayNode[] free = [.. factors.Where(factor => !factor.Indices.Contains(index.Name!))];
        ArrayNode[] bound = [.. factors.Where(factor => factor.Indices.Contains(index.Name!))];
        ArrayNode sum = Graph.Sum(index.Name!, algebra.Number(1), Graph.Count(length), algebra.Multiply(bound));
        return algebra.Multiply([algebra.Number(coefficient), .. free, sum]);
    }

    /// <summary>An expression with an index replaced.</summary>
    private ArrayNode Substitute(ArrayNode x, ArrayNode index, ArrayNode other)
    {
        if (x == index) return other;
        if (!x.Indices.Contains(index.Name!)) return x;
        ArrayNode[] arguments = [.. x.Arguments.Select(argument => Substitute(argument, index, other))];
        if (x.Is(ArrayTable.Multiply)) return algebra.Multiply([algebra.Number(x.Settings is [var c] ? c : 1), .. arguments]);
        if (x.Is(ArrayTable.Add)) return algebra.Add(arguments);
        if (x.Is(ArrayTable.Power)) return algebra.Power(arguments[0], arguments[1]);
        if (x.Is(ArrayTable.Element)) return algebra.Element(arguments[0], arguments[1..]);
        if (x.Is(ArrayTable.Delta)) return Delta(arguments[0], arguments[1]);
        if (x.Is(ArrayTable.IndexSum)) return Graph.Sum(x.Name!, arguments[0], arguments[1], arguments[2]);
        return Graph.With(x, arguments);
    }

    private static ArrayNode[] At(ArrayNode argument, ArrayNode node, ArrayNode[] at) =>
        argument.Type.Rank == node.Type.Rank ? at : argument.Type.IsVector ? [at[^1]]
            : [node.Arguments.Length > 0 ? at[0] : at[^1], at[^1]];
}
