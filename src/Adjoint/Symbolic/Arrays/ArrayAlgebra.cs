namespace Adjoint.Symbolic;

/// <summary>
/// Makes nodes in a simplified form: sums of terms, terms as a coefficient times numbers times one product of entries or of matrices,
/// transposes at the variables, unit and diagonal matrices recognised.
/// </summary>
internal sealed partial class ArrayAlgebra(ArrayGraph graph)
{
    private readonly Dictionary<ArrayNode, ArrayNode> normal = new(ReferenceEqualityComparer.Instance);

    public ArrayGraph Graph => graph;

    public ArrayNode Number(double value) => graph.Number(value);

    public ArrayNode Ones(ArrayType type) => type.IsScalar ? Number(1) : type.IsRow
        ? graph.Make(ArrayTable.Transpose, [Ones(type.Transposed)])
        : graph.Make(ArrayTable.Ones, [.. type.Lengths.Select(graph.Count)]);

    public ArrayNode Zeros(ArrayType type) => type.IsScalar ? Number(0) : type.IsRow
        ? graph.Make(ArrayTable.Transpose, [Zeros(type.Transposed)])
        : graph.Make(ArrayTable.Zeros, [.. type.Lengths.Select(graph.Count)]);

    public ArrayNode Eye(Length length) => graph.Make(ArrayTable.Eye, [graph.Count(length)]);

    public ArrayNode OneHot(ArrayNode place, Length length) => graph.Make(ArrayTable.OneHot, [place, graph.Count(length)]);

    /// <summary>The number of entries.</summary>
    public ArrayNode CountOf(ArrayType type) => Multiply([.. type.Lengths.Select(graph.Count)]);

    public ArrayNode MeanOf(ArrayNode x) => Divide(Sum(x), CountOf(x.Type));

    /// <summary>The simplified form of an expression.</summary>
    public ArrayNode Normalize(ArrayNode node)
    {
        if (normal.TryGetValue(node, out ArrayNode? known)) return known;
        ArrayNode[] arguments = [.. node.Arguments.Select(Normalize)];
        ArrayNode built = node.Function.Build is { } build ? build(this, node, arguments) : graph.With(node, arguments);
        normal[node] = built;
        return built;
    }

    public ArrayNode Apply(ArrayFunction function, params ArrayNode[] arguments)
    {
        ArrayNode node = graph.Make(function, arguments);
        return function.Scalar is null ? node : ApplyEntrywise(node, arguments);
    }

    /// <summary>A function of numbers on each entry.</summary>
    public ArrayNode ApplyEntrywise(ArrayNode node, ArrayNode[] x) => (node.Function.Name, x) switch
    {
        ("ln", _) => Apply(ArrayTable.Entrywise("log"), x),
        ("sqrt", _) => Power(x[0], Number(0.5)),
        ("square", _) => Power(x[0], Number(2)),
        ("reciprocal", _) => Power(x[0], Number(-1)),
        ("rsqrt", _) => Power(x[0], Number(-0.5)),
        ("pow", _) => Power(x[0], x[1]),
        ("exp", [{ } u]) when u.Number == 0 => Number(1),
        ("log", [{ } u]) when u.Number == 1 => Number(0),
        _ => graph.With(node, x),
    };

    public ArrayNode Transpose(ArrayNode x)
    {
        if (x.Type.IsScalar) return x;
        if (x.Is(ArrayTable.Transpose)) return x[0];
        if (x.Is(ArrayTable.Add) && x.Type.IsMatrix) return Add([.. x.Arguments.Select(Transpose)]);
        if (x.Is(ArrayTable.Multiply) && x.Type.IsVector)
        {
            (ArrayNode scalar, ArrayNode[] arrays) = Parts(x);
            ArrayNode row = arrays.Length == 1 ? Transpose(arrays[0]) : graph.Make(ArrayTable.Transpose, [Multiply(arrays)]);
            return scalar.Number == 1 ? row : Scaled(scalar, row);
        }

        if (x.Is(ArrayTable.Multiply))
            return Multiply([Number(Coefficient(x)), .. x.Arguments.Select(factor => factor.Type.IsScalar ? factor : Transpose(factor))]);
        if (x.Is(ArrayTable.MatMul)) return MatMul([.. x.Arguments.Reverse().Select(Transpose)]);
        if (x.Is(ArrayTable.Eye) || (x.Is(ArrayTable.Diag) && x.Type.IsMatrix)) return x;
        if ((x.Is(ArrayTable.Ones) || x.Is(ArrayTable.Zeros)) && x.Type.IsMatrix)
            return x.Is(ArrayTable.Ones) ? Ones(x.Type.Transposed) : Zeros(x.Type.Transposed);
        if (x.Is(ArrayTable.Power) && x[1].Type.IsScalar) return Power(Transpose(x[0]), x[1]);
        if (x.Is(ArrayTable.IndexSum)) return graph.Sum(x.Name!, x[0], x[1], Transpose(x[2]));
        return graph.Make(ArrayTable.Transpose, [x]);
    }

    /// <summary>A number times a row that is no product of entries.</summary>
    private ArrayNode Scaled(ArrayNode scalar, ArrayNode row) => Assemble(
        Symbolic.Number.From(scalar.Number ?? Coefficient(scalar)),
        [.. scalar.Number is not null ? Array.Empty<ArrayNode>() : scalar.Is(ArrayTable.Multiply) ? scalar.Arguments : [scalar], row]);

    /// <summary>A vector as a column.</summary>
    public ArrayNode Column(ArrayNode x) => x.Type.IsRow ? Transpose(x) : x;

    public ArrayNode Sum(ArrayNode x)
    {
        if (x.Type.IsScalar) return x;
        if (x.Is(ArrayTable.Transpose)) return Sum(x[0]);
        if (x.Is(ArrayTable.Ones)) return CountOf(x.Type);
        if (x.Is(ArrayTable.Zeros)) return Number(0);
        if (x.Is(ArrayTable.Eye)) return graph.Count(x.Type.Rows);
        if (x.Is(ArrayTable.OneHot)) return x.Type.IsVector ? Number(1) : graph.Count(x.Type.Rows);
        if (x.Is(ArrayTable.Softmax) && !x.Type.IsMatrix) return Number(1);
        if (x.Is(ArrayTable.Diag) && x.Type.IsMatrix) return Sum(x[0]);
        if (x.Is(ArrayTable.Add) && x.Arguments.Any(term => IsFilled(term)))
            return Add([.. x.Arguments.Select(Sum)]);
        if (x.Is(ArrayTable.MatMul) && Split(x) is { Length: 2 } outer) return Multiply(Sum(outer[0]), Sum(outer[1]));
        if (!x.Is(ArrayTable.Multiply)) return graph.Make(ArrayTable.Sum, [x], 0);
        (ArrayNode scalar, ArrayNode[] arrays) = Parts(x);
        if (scalar.Number == 1)
        {
            return arrays is [{ Type.IsVector: true } a, { Type.IsVector: true } b] && !a.Is(ArrayTable.Power) && !b.Is(ArrayTable.Power)
                ? MatMul(Transpose(a), b)
                : graph.Make(ArrayTable.Sum, [x], 0);
        }

        return Multiply(scalar, Sum(Multiply(arrays)));
    }

    /// <summary>The sums of the columns of a matrix (axis 1) or of its rows (axis 2).</summary>
    public ArrayNode SumAlong(ArrayNode x, int axis) => axis == 1
        ? MatMul(Transpose(x), Ones(ArrayType.Vector(x.Type.Rows)))
        : MatMul(x, Ones(ArrayType.Vector(x.Type.Columns)));

    /// <summary>aᵀb of two vectors.</summary>
    public ArrayNode Dot(ArrayNode a, ArrayNode b)
    {
        ArrayNode product = Multiply(a, b);
        bool isReduced = !product.Is(ArrayTable.Multiply) || Parts(product).Arrays.Length < 2;
        return isReduced && !product.Is(ArrayTable.Power) && a != b ? Sum(product) : MatMul(Transpose(a), b);
    }

    public ArrayNode Trace(ArrayNode x)
    {
        if (x.Is(ArrayTable.Add)) return Add([.. x.Arguments.Select(Trace)]);
        if (x.Is(ArrayTable.Transpose)) return Trace(x[0]);
        if (x.Is(ArrayTable.Eye)) return graph.Count(x.Type.Rows);
        if (x.Is(ArrayTable.Diag)) return Sum(x[0]);
        if (x.Is(ArrayTable.Ones)) return graph.Count(x.Type.Rows);
        if (x.Is(ArrayTable.Zeros)) return Number(0);
        if (x.Is(ArrayTable.Multiply))
        {
            (ArrayNode scalar, ArrayNode[] arrays) = Parts(x);
            if (scalar.Number != 1) return Multiply(scalar, Trace(Multiply(arrays)));
        }

        if (!x.Is(ArrayTable.MatMul)) return graph.Make(ArrayTable.Trace, [x]);
        if (Split(x) is { Length: 2 } outer) return MatMul(outer[1], outer[0]);
        // Of the cyclic products and their transposes, the one with fewest transposes, then the earliest parts first.
        ArrayNode[] best = x.Arguments;
        foreach (ArrayNode[] chain in (ArrayNode[][])[x.Arguments, [.. x.Arguments.Reverse().Select(Transpose)]])
        {
            for (int i = 0; i < chain.Length; i++)
            {
                ArrayNode[] turned = [.. chain.Skip(i), .. chain.Take(i)];
                if (Compare(turned, best) < 0) best = turned;
            }
        }

        ArrayNode product = MatMul(best);
        return product.Is(ArrayTable.MatMul) ? graph.Make(ArrayTable.Trace, [product]) : Trace(product);
    }

    public ArrayNode Det(ArrayNode x)
    {
        if (x.Is(ArrayTable.Transpose)) return Det(x[0]);
        if (x.Is(ArrayTable.Eye)) return Number(1);
        if (x.Is(ArrayTable.Diag)) return graph.Make(ArrayTable.Prod, [x[0]]);
        if (x.Is(ArrayTable.Inv)) return Power(Det(x[0]), Number(-1));
        if (x.Is(ArrayTable.MatMul) && x.Arguments.All(factor => factor.Type.IsSquare)) return Multiply([.. x.Arguments.Select(Det)]);
        return graph.Make(ArrayTable.Det, [x]);
    }

    public ArrayNode Inverse(ArrayNode x)
    {
        if (x.Is(ArrayTable.Inv)) return x[0];
        if (x.Is(ArrayTable.Eye)) return x;
        if (x.Is(ArrayTable.Diag)) return Diag(Power(x[0], Number(-1)));
        if (x.Is(ArrayTable.Transpose)) return Transpose(Inverse(x[0]));
        if (x.Is(ArrayTable.MatMul) && x.Arguments.All(factor => factor.Type.IsSquare))
            return MatMul([.. x.Arguments.Reverse().Select(Inverse)]);
        if (x.Is(ArrayTable.Multiply) && Parts(x) is { Arrays: [var only] } parts && parts.Scalar.Number != 1)
            return Multiply(Power(parts.Scalar, Number(-1)), Inverse(only));
        return graph.Make(ArrayTable.Inv, [x]);
    }

    public ArrayNode Diag(ArrayNode x)
    {
        if (x.Type.IsVector)
        {
            if (x.Is(ArrayTable.Ones)) return Eye(x.Type.Rows);
            if (x.Is(ArrayTable.Zeros)) return Zeros(ArrayType.Matrix(x.Type.Rows, x.Type.Rows));
            if (!x.Is(ArrayTable.Multiply)) return graph.Make(ArrayTable.Diag, [x]);
            (ArrayNode scalar, ArrayNode[] arrays) = Parts(x);
            return scalar.Number == 1 ? graph.Make(ArrayTable.Diag, [x]) : Multiply(scalar, Diag(Multiply(arrays)));
        }

        if (x.Is(ArrayTable.Diag)) return x[0];
        if (x.Is(ArrayTable.Transpose)) return Diag(x[0]);
        if (x.Is(ArrayTable.Eye)) return Ones(ArrayType.Vector(x.Type.Rows));
        if (x.Is(ArrayTable.Ones) || x.Is(ArrayTable.Zeros)) return graph.Make(x.Function, [x[0]]);
        if (x.Is(ArrayTable.Add)) return Add([.. x.Arguments.Select(Diag)]);
        if (x.Is(ArrayTable.Multiply))
            return Multiply([Number(Coefficient(x)), .. x.Arguments.Select(factor => factor.Type.IsScalar ? factor : Diag(factor))]);
        if (x.Is(ArrayTable.MatMul) && Split(x) is { Length: 2 } outer) return Multiply(outer[0], Column(outer[1]));
        return graph.Make(ArrayTable.Diag, [x]);
    }

    /// <summary>Each row of a matrix times an entry of a vector, or an array times a number.</summary>
    public ArrayNode ScaleRows(ArrayNode factors, ArrayNode x) => factors.Type.IsScalar ? Multiply(factors, x) : MatMul(Diag(factors), x);

    /// <summary>What flows back to an operand that was repeated to the shape of the result.</summary>
    public ArrayNode Reduce(ArrayNode g, ArrayType type)
    {
        if (g.Type.SameLengths(type)) return g;
        if (type.IsScalar) return Sum(g);
        if (g.Type.IsScalar) return Multiply(g, Ones(type));
        if (!g.Type.IsMatrix) throw new NoFormulaException("a sum of repeated parts");
        if (type.IsVector) return SumAlong(g, 1);
        if (type.IsRow) return Transpose(SumAlong(g, 1));
        throw new NoFormulaException("a sum of repeated parts");
    }

    /// <summary>A formula too deep to be simplified is none; a stack overflow could not be caught.</summary>
    private static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new NoFormulaException("an expression this deep");
    }

    /// <summary>Whether all entries are the same number.</summary>
    private static bool IsFilled(ArrayNode term) => term.Type.IsScalar || term.Is(ArrayTable.Ones)
        || (term.Is(ArrayTable.Transpose) && term[0].Is(ArrayTable.Ones))
        || (term.Is(ArrayTable.Multiply) && term.Arguments.All(factor => factor.Type.IsScalar || IsFilled(factor)));

    /// <summary>Which of two products comes first: that with fewer transposes, then that whose parts are older.</summary>
    private static int Compare(ArrayNode[] a, ArrayNode[] b)
    {
        int transposes = a.Count(IsTransposed) - b.Count(IsTransposed);
        if (transposes != 0) return transposes;
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (a[i].Id != b[i].Id) return a[i].Id - b[i].Id;
        return a.Length - b.Length;

        static bool IsTransposed(ArrayNode node) => node.Is(ArrayTable.Transpose) && node[0].Type.IsMatrix;
    }
}
