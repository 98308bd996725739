namespace Adjoint.Symbolic;

internal static partial class ArrayTable
{
    public static readonly ArrayFunction Sum = Reduction("sum") with
    {
        Options = [("axis", 0)],
        Infer = AlongAxis,
        Evaluate = (node, x) => node.Settings is [> 0 and var axis] ? x[0].Sum((int)axis - 1, false) : x[0].Sum(),
        Build = (algebra, node, x) => node.Settings is [> 0 and var axis] ? algebra.SumAlong(x[0], (int)axis) : algebra.Sum(x[0]),
        Pull = (algebra, node, g) => [algebra.Multiply(g, algebra.Ones(node[0].Type))],
        Entry = (entries, node, _) => entries.SumOfAll(node[0]),
    };

    public static readonly ArrayFunction Mean = Reduction("mean") with
    {
        Options = [("axis", 0)],
        Infer = AlongAxis,
        Evaluate = (node, x) => node.Settings is [> 0 and var axis] ? x[0].Mean((int)axis - 1, false) : x[0].Mean(),
        Build = (algebra, node, x) => node.Settings is [> 0 and var axis]
            ? algebra.Divide(algebra.SumAlong(x[0], (int)axis), algebra.Graph.Count(x[0].Type.Lengths[(int)axis - 1]))
            : algebra.Divide(algebra.Sum(x[0]), algebra.CountOf(x[0].Type)),
    };

    public static readonly ArrayFunction Prod = Reduction("prod") with
    {
        Evaluate = (_, x) => x[0].Prod(),
        Pull = (algebra, node, g) => [algebra.Multiply(g, node, algebra.Power(node[0], algebra.Number(-1)))],
    };

    public static readonly ArrayFunction Max = Extreme("max", (x, y) => Tensor.Maximum(x, y), x => x.Amax());

    public static readonly ArrayFunction Min = Extreme("min", (x, y) => Tensor.Minimum(x, y), x => x.Amin());

    /// <summary>The place of the largest entry, counted from 1.</summary>
    public static readonly ArrayFunction ArgMax = Reduction("argmax") with
    {
        Infer = call => Only(call, type => type.IsVector, "a vector", _ => ArrayType.Scalar),
        Evaluate = (_, x) => x[0].ArgMax().To(x[0].DType) + 1,
    };

    /// <summary>The place of the smallest entry, counted from 1.</summary>
    public static readonly ArrayFunction ArgMin = ArgMax with { Name = "argmin", Evaluate = (_, x) => (-x[0]).ArgMax().To(x[0].DType) + 1 };

    public static readonly ArrayFunction Norm = Reduction("norm") with
    {
        Latex = @"\left\lVert #1\right\rVert",
        Evaluate = (_, x) => x[0].Norm(),
        Pull = (algebra, node, g) => [algebra.Multiply(g, node[0], algebra.Power(node, algebra.Number(-1)))],
    };

    public static readonly ArrayFunction LogSumExp = new("logsumexp", 1, 1)
    {
        Infer = call => call[0].IsMatrix ? ArrayType.Vector(call[0].Rows)
            : Only(call, type => type.IsVector || type.IsRow, "a vector or matrix", _ => ArrayType.Scalar),
        Evaluate = (node, x) => Shaped(node, x[0].LogSumExp(-1)),
        Pull = (algebra, node, g) => [algebra.ScaleRows(g, algebra.Apply(Softmax, node[0]))],
    };

    public static readonly ArrayFunction Dot = new("dot", 2, 2)
    {
        Infer = call => call[0].IsFactor && call[1].IsFactor && !call[0].IsMatrix && !call[1].IsMatrix && call[0].Numel == call[1].Numel
            && (call[0].IsRow ? call[0].Transposed : call[0]).Equals(call[1].IsRow ? call[1].Transposed : call[1])
            ? ArrayType.Scalar
            : throw new ArrayShapeException($"dot of {call[0].Described} and {call[1].Described}: it takes two vectors of the same length"),
        Evaluate = (_, x) => (x[0].Flatten() * x[1].Flatten()).Sum(),
        Build = (algebra, _, x) => algebra.Dot(algebra.Column(x[0]), algebra.Column(x[1])),
        Latex = @"#1 \cdot #2",
    };

    public static readonly ArrayFunction Outer = new("outer", 2, 2)
    {
        Infer = call => call[0].IsFactor && call[1].IsFactor && !call[0].IsMatrix && !call[1].IsMatrix
            ? ArrayType.Matrix(Longest(call[0]), Longest(call[1]))
            : throw new ArrayShapeException($"outer of {call[0].Described} and {call[1].Described}: it takes two vectors"),
        Evaluate = (_, x) => x[0].Flatten().Outer(x[1].Flatten()),
        Build = (algebra, _, x) => algebra.MatMul(algebra.Column(x[0]), algebra.Transpose(algebra.Column(x[1]))),
    };

    private static Length Longest(ArrayType type) => type.IsRow ? type.Columns : type.Rows;

    private static ArrayFunction Reduction(string name) => new(name, 1, 1)
    {
        Infer = _ => ArrayType.Scalar,
    };

    private static ArrayType AlongAxis(ArrayCall call)
    {
        if (call.Settings is not [not 0 and var axis]) return ArrayType.Scalar;
        if (axis is not (1 or 2) || !call[0].IsMatrix)
            throw new ArrayShapeException(
                $"{call.Function.Name}: axis=1 sums down the rows of a matrix, axis=2 along each row; this is {call[0].Described}");
        return ArrayType.Vector(axis == 1 ? call[0].Columns : call[0].Rows);
    }

    /// <summary>Of one array the largest entry; of several the larger of each two.</summary>
    private static ArrayFunction Extreme(string name, Func<Tensor, Tensor, Tensor> both, Func<Tensor, Tensor> all) =>
        new(name, 1, int.MaxValue)
        {
            Infer = call => call.Arguments.Length == 1 ? ArrayType.Scalar
                : call.Arguments.Skip(1).Aggregate(call[0], (type, argument) => Broadcast(name, type, argument.Type)),
            Evaluate = (_, x) => x.Length == 1 ? all(x[0]) : x.Aggregate(both),
            Pull = (algebra, node, g) => node.Arguments switch
            {
                [{ Type.IsVector: true } x] =>
                    [algebra.Multiply(g, algebra.OneHot(algebra.Graph.Make(name == "max" ? ArgMax : ArgMin, [x]), x.Type.Rows))],
                [var a, var b] when name == "max" => [Chosen(algebra, g, a, b, a.Type), Chosen(algebra, g, b, a, b.Type)],
                [var a, var b] => [Chosen(algebra, g, b, a, a.Type), Chosen(algebra, g, a, b, b.Type)],
                _ => throw new NoFormulaException(name),
            },
        };

    /// <summary>What flows back where one is larger than the other.</summary>
    private static ArrayNode Chosen(ArrayAlgebra algebra, ArrayNode g, ArrayNode larger, ArrayNode smaller, ArrayType type) =>
        algebra.Reduce(algebra.Multiply(g, algebra.Apply(Step, algebra.Subtract(larger, smaller))), type);
}
