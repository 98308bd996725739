namespace Adjoint.Symbolic;

internal static partial class ArrayTable
{
    public static readonly ArrayFunction Add = Sign("+") with
    {
        Evaluate = (_, x) => x.Aggregate((a, b) => a + b),
        Build = (algebra, _, x) => algebra.Add(x),
        Pull = (algebra, node, g) => [.. node.Arguments.Select(argument => algebra.Reduce(g, argument.Type))],
        Entry = (entries, node, at) => entries.Each(node, at, parts => entries.Algebra.Add(parts)),
    };

    public static readonly ArrayFunction Subtract = Sign("-") with
    {
        Evaluate = (_, x) => x[0] - x[1],
        Build = (algebra, _, x) => algebra.Subtract(x[0], x[1]),
    };

    public static readonly ArrayFunction Negate = Sign("~") with
    {
        Evaluate = (_, x) => -x[0],
        Build = (algebra, _, x) => algebra.Negate(x[0]),
    };

    /// <summary>The product of entries, with a coefficient as its setting.</summary>
    public static readonly ArrayFunction Multiply = Sign("*") with
    {
        Evaluate = (node, x) => Scaled(x.Aggregate((a, b) => a * b), node.Settings),
        Build = (algebra, _, x) => algebra.Multiply(x),
        Pull = (algebra, node, g) =>
        [
            .. node.Arguments.Select((argument, i) => algebra.Reduce(
                algebra.Multiply([algebra.Number(node.Settings is [var c] ? c : 1), .. node.Arguments.Where((_, j) => j != i), g]),
                argument.Type)),
        ],
        Entry = (entries, node, at) => entries.Each(
            node, at, parts => entries.Algebra.Multiply([entries.Algebra.Number(node.Settings is [var c] ? c : 1), .. parts])),
    };

    public static readonly ArrayFunction Divide = Sign("/") with
    {
        Evaluate = (_, x) => x[0] / x[1],
        Build = (algebra, _, x) => algebra.Divide(x[0], x[1]),
    };

    public static readonly ArrayFunction Power = Sign("^") with
    {
        Evaluate = (_, x) => x[0].Pow(x[1]),
        Build = (algebra, _, x) => algebra.Power(x[0], x[1]),
        Pull = (algebra, node, g) =>
        [
            algebra.Reduce(algebra.Multiply(
                g, node[1], algebra.Power(node[0], algebra.Subtract(node[1], algebra.Number(1)))), node[0].Type),
            node[1].Variables.Count == 0 ? null
                : algebra.Reduce(algebra.Multiply(g, algebra.Apply(Entrywise("log"), node[0]), node), node[1].Type),
        ],
        Entry = (entries, node, at) => entries.Each(node, at, parts => entries.Algebra.Power(parts[0], parts[1])),
    };

    public static readonly ArrayFunction MatMul = new("@", 2, int.MaxValue)
    {
        IsCalled = false,
        Infer = call => Enumerable.Range(1, call.Arguments.Length - 1).Aggregate(call[0], (left, i) => Product(left, call[i])),
        Evaluate = Chain,
        Build = (algebra, _, x) => algebra.MatMul(x),
        Pull = (algebra, node, g) =>
        [
            .. node.Arguments.Select((_, i) => algebra.ProductOfFactors(
            [
                .. node.Arguments.Take(i).Reverse().Select(algebra.Transpose), g,
                .. node.Arguments.Skip(i + 1).Reverse().Select(algebra.Transpose),
            ])),
        ],
        Entry = (entries, node, at) => entries.Product(node, at),
    };

    public static readonly ArrayFunction Transpose = new("'", 1, 1)
    {
        IsCalled = false,
        Infer = call => call[0].IsFactor ? call[0].Transposed : call[0].IsScalar ? call[0]
            : throw new ArrayShapeException($"a transpose needs a vector or matrix, not {call[0].Described}"),
        Evaluate = (node, x) => node[0].Type.IsScalar ? x[0]
            : node[0].Type.Rank == 2 && !node[0].Type.IsRow ? x[0].Transpose() : Shaped(node, x[0]),
        Build = (algebra, _, x) => algebra.Transpose(x[0]),
        Pull = (algebra, _, g) => [algebra.Transpose(g)],
        Entry = (entries, node, at) => entries.Of(node[0], node[0].Type.IsVector ? [at[1]] : node[0].Type.IsRow ? [at[0]] : [at[1], at[0]]),
    };

    /// <summary>The shape of a product of entries or a sum, where a number goes with everything and a row with each row.</summary>
    private static ArrayType Broadcast(string sign, ArrayType a, ArrayType b)
    {
        if (a.IsScalar || b.IsScalar) return a.IsScalar ? b : a;
        if (a.SameLengths(b)) return a.IsRow ? b : a;
        bool mixed = (a.IsVector && b.IsRow) || (a.IsRow && b.IsVector);
        int rank = Math.Max(a.Rank, b.Rank);
        var lengths = new Length[rank];
        for (int i = 0; i < rank && !mixed; i++)
        {
            Length first = At(a, i);
            Length second = At(b, i);
            mixed = first != second && first != Length.One && second != Length.One;
            lengths[i] = first == Length.One ? second : first;
        }

        if (!mixed) return new ArrayType(lengths, a.IsRow && b.IsRow);
        string hint = (a.IsVector && b.IsRow) || (a.IsRow && b.IsVector) ? "transpose one of them with '"
            : sign == "*" && a.IsFactor && b.IsFactor && a.Columns == b.Rows ? "* multiplies entry by entry; the matrix product is @"
            : "entry by entry both need the same shape";
        string name =
            sign switch { "+" => "sum", "-" => "difference", "*" => "entrywise product", "/" => "quotient", "^" => "power", _ => sign };
        throw new ArrayShapeException($"the {name} of {a.Described} and {b.Described}: {hint}");

        Length At(ArrayType type, int i) => i < rank - type.Rank ? Length.One : type.Lengths[i - (rank - type.Rank)];
    }

    private static ArrayType Product(ArrayType a, ArrayType b)
    {
        if (!a.IsFactor || !b.IsFactor)
        {
            string hint = a.IsScalar || b.IsScalar ? "with a number, write *" : "@ takes vectors and matrices";
            throw new ArrayShapeException($"the matrix product of {a.Described} and {b.Described}: {hint}");
        }

        if (a.Columns != b.Rows)
        {
            string left = $"{a.Columns} column{(a.Columns.Count == 1 ? "" : "s")} on the left";
            string right = $"{b.Rows} row{(b.Rows.Count == 1 ? "" : "s")} on the right";
            throw new ArrayShapeException($"the matrix product of {a.Described} and {b.Described}: {left}, {right}");
        }

        return a.IsRow && b.IsVector ? ArrayType.Scalar
            : b.IsVector ? ArrayType.Vector(a.Rows)
            : a.IsRow ? ArrayType.Row(b.Columns)
            : ArrayType.Matrix(a.Rows, b.Columns);
    }

    private static Tensor Chain(ArrayNode node, Tensor[] x)
    {
        Tensor[] factors = [.. x.Select((value, i) => node[i].Type.IsVector ? value.Reshape(node[i].Type.Rows.Count, 1) : value)];
        Tensor product;
        if (node.Arguments[^1].Type.IsVector)
        {
            product = factors[^1];
            for (int i = factors.Length - 2; i >= 0; i--) product = factors[i].MatMul(product);
        }
        else
        {
            product = factors.Aggregate((a, b) => a.MatMul(b));
        }

        return Shaped(node, product);
    }

    private static Tensor Scaled(Tensor value, double[] settings) => settings is [var factor] && factor != 1 ? value * factor : value;

    private static ArrayFunction Sign(string sign) => new(sign, 1, int.MaxValue)
    {
        IsCalled = false,
        Infer = call => call.Arguments.Skip(1).Aggregate(call[0], (type, argument) => Broadcast(sign, type, argument.Type)),
    };
}
