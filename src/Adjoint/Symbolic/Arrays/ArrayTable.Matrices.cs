namespace Adjoint.Symbolic;

internal static partial class ArrayTable
{
    public static readonly ArrayFunction Trace = OfSquare("trace", _ => ArrayType.Scalar) with
    {
        Latex = @"\operatorname{tr}\left(#1\right)",
        Evaluate = (_, x) => x[0].Trace(),
        Build = (algebra, _, x) => algebra.Trace(x[0]),
        Pull = (algebra, node, g) => [algebra.Multiply(g, algebra.Eye(node[0].Type.Rows))],
        Entry = (entries, node, _) => entries.SumOfDiagonal(node[0]),
    };

    public static readonly ArrayFunction Det = OfSquare("det", _ => ArrayType.Scalar) with
    {
        Latex = @"\det\left(#1\right)",
        Evaluate = (_, x) => Linalg.Det(x[0]),
        Build = (algebra, _, x) => algebra.Det(x[0]),
        Pull = (algebra, node, g) => [algebra.Multiply(g, node, algebra.Transpose(algebra.Inverse(node[0])))],
    };

    public static readonly ArrayFunction LogDet = OfSquare("logdet", _ => ArrayType.Scalar) with
    {
        Latex = @"\log\det\left(#1\right)",
        Evaluate = (_, x) => Linalg.Logdet(x[0]),
        Pull = (algebra, node, g) => [algebra.Multiply(g, algebra.Transpose(algebra.Inverse(node[0])))],
    };

    public static readonly ArrayFunction Inv = OfSquare("inv", type => type) with
    {
        Evaluate = (_, x) => Linalg.Inv(x[0]),
        Build = (algebra, _, x) => algebra.Inverse(x[0]),
        Pull = (algebra, node, g) =>
        [
            algebra.Negate(algebra.MatMul(algebra.Transpose(node), g, algebra.Transpose(node))),
        ],
    };

    /// <summary>Of a vector the matrix with it as diagonal, of a matrix its diagonal.</summary>
    public static readonly ArrayFunction Diag = new("diag", 1, 1)
    {
        Latex = @"\operatorname{diag}\left(#1\right)",
        Infer = call => call[0].IsVector ? ArrayType.Matrix(call[0].Rows, call[0].Rows)
            : Only(call, type => type.IsSquare, "a vector or a square matrix", type => ArrayType.Vector(type.Rows)),
        Evaluate = (_, x) => x[0].Diag(),
        Build = (algebra, _, x) => algebra.Diag(x[0]),
        Pull = (algebra, _, g) => [algebra.Diag(g)],
        Entry = (entries, node, at) => at.Length == 1 ? entries.Of(node[0], [at[0], at[0]])
            : entries.Algebra.Multiply(entries.Delta(at[0], at[1]), entries.Of(node[0], [at[0]])),
    };

    public static readonly ArrayFunction Ones = Constant("ones", 1, Shape) with
    {
        Latex = @"\mathbf{1}",
        Evaluate = (node, x) => Tensor.Ones([.. node.Type.Sizes], x[0].DType),
        Entry = (entries, _, _) => entries.Algebra.Number(1),
    };

    public static readonly ArrayFunction Zeros = Constant("zeros", 1, Shape) with
    {
        Latex = @"\mathbf{0}",
        Evaluate = (node, x) => Tensor.Zeros([.. node.Type.Sizes], x[0].DType),
        Entry = (entries, _, _) => entries.Algebra.Number(0),
    };

    public static readonly ArrayFunction Eye =
        Constant("eye", 1, call => ArrayType.Matrix(LengthOf(call.Arguments[0]), LengthOf(call.Arguments[0]))) with
        {
            Most = 1,
            Latex = "I",
            Evaluate = (node, x) => Tensor.Eye(node.Type.Rows.Count, null, x[0].DType),
            Entry = (entries, _, at) => entries.Delta(at[0], at[1]),
        };

    /// <summary>The vector that is 1 at a place and 0 elsewhere; of several places a row for each.</summary>
    public static readonly ArrayFunction OneHot = new("onehot", 2, 2)
    {
        Infer = call => call[0].IsScalar ? ArrayType.Vector(LengthOf(call.Arguments[1]))
            : Only(call, type => type.IsVector, "a place or a vector of places", type =>
                ArrayType.Matrix(type.Rows, LengthOf(call.Arguments[1]))),
        Evaluate = (node, x) =>
        {
            Length length = LengthOf(node[1]);
            double[] places = ArrayValues.Entries(x[0]);
            int[] at = [.. places.Select(place => Place(Tensor.Scalar(place, DType.Float64), length))];
            return Shaped(node, Tensor.From<long>([.. at.Select(place => (long)place)]).OneHot(length.Count).To(x[0].DType));
        },
        Entry = (entries, node, at) => at.Length == 1
            ? entries.Delta(at[0], node[0])
            : entries.Delta(at[1], entries.Of(node[0], [at[0]])),
    };

    /// <summary>1 where two indices are equal, else 0: Kronecker's delta.</summary>
    public static readonly ArrayFunction Delta = new("delta", 2, 2)
    {
        Latex = @"\delta_{#1,#2}",
        Infer = call => call[0].IsScalar && call[1].IsScalar ? ArrayType.Scalar
            : throw new ArrayShapeException("delta takes two indices"),
        Evaluate = (_, x) => Tensor.Scalar(Place(x[0]) == Place(x[1]) ? 1 : 0, x[0].DType),
        Entry = (_, node, _) => node,
    };

    /// <summary>An array from entries or rows of the same shape: a list in brackets.</summary>
    public static readonly ArrayFunction Stack = new("stack", 1, int.MaxValue)
    {
        IsCalled = false,
        Infer = call =>
        {
            ArrayType first = call[0].IsRow ? call[0].Transposed : call[0];
            for (int i = 1; i < call.Arguments.Length; i++)
            {
                if (!(call[i].IsRow ? call[i].Transposed : call[i]).Equals(first))
                    throw new ArrayShapeException(
                        $"the parts of a list have the same shape, but part 1 is {call[0].Described} "
                        + $"and part {i + 1} is {call[i].Described}");
            }

            return new ArrayType([Length.Of(call.Arguments.Length), .. first.Lengths]);
        },
        Evaluate = (node, x) => Shaped(node, Tensor.Stack(x)),
        Pull = (algebra, node, g) =>
        [
            .. node.Arguments.Select((argument, i) => algebra.Part(g, algebra.Number(i + 1), argument.Type)),
        ],
    };

    /// <summary>The places <c>from</c> to <c>to</c> of a vector, or so many rows.</summary>
    public static readonly ArrayFunction Range = new("range", 1, 1)
    {
        IsCalled = false,
        Infer = call =>
        {
            int length = call[0].Rows.Count;
            if (call.Settings[0] < 1 || call.Settings[1] < call.Settings[0] || (call[0].Rows.IsNumber && call.Settings[1] > length))
                throw new ArrayShapeException(
                    $"there are no entries {call.Settings[0]}:{call.Settings[1]}: the axis has {call[0].Rows}, counted from 1");
            return new ArrayType([Length.Of((int)(call.Settings[1] - call.Settings[0] + 1)), .. call[0].Lengths.Skip(1)]);
        },
        Evaluate = (node, x) => x[0].Narrow(0, (int)node.Settings[0] - 1, node.Type.Rows.Count),
    };

    /// <summary>An entry of an array, at an index for each axis.</summary>
    public static readonly ArrayFunction Element = new("element", 2, 17)
    {
        IsCalled = false,
        Infer = call => call[0].Rank == call.Arguments.Length - 1 || (call[0].IsRow && call.Arguments.Length == 2)
            ? Within(call, ArrayType.Scalar)
            : throw new ArrayShapeException(
                $"{call[0].Described} takes {call[0].Rank} ind{(call[0].Rank == 1 ? "ex" : "ices")}, not {call.Arguments.Length - 1}"),
        Evaluate = (node, x) =>
        {
            Tensor entry = x[0];
            int skipped = node[0].Type.Rank - (x.Length - 1);
            if (skipped == 1) entry = entry.Select(0, 0);
            for (int i = 1; i < x.Length; i++) entry = entry.Select(0, Place(x[i], node[0].Type.Lengths[i - 1 + skipped]));
            return entry;
        },
        Build = (algebra, _, x) => algebra.Element(x[0], x[1..]),
        Pull = (algebra, node, g) => [algebra.Multiply(g, algebra.Indicator(node[0].Type, node.Arguments[1..]))],
        Entry = (entries, node, _) => entries.Of(node[0], node.Arguments[1..]),
    };

    /// <summary>A row of a matrix, as a vector.</summary>
    public static readonly ArrayFunction Row = new("row", 2, 2)
    {
        IsCalled = false,
        Infer = call => Within(call, new ArrayType([.. call[0].Lengths.Skip(1)])),
        Evaluate = (node, x) => x[0].Select(0, Place(x[1], node[0].Type.Rows)),
        Build = (algebra, _, x) => algebra.Row(x[0], x[1]),
        Pull = (algebra, node, g) => node.Type.IsVector
            ? [algebra.MatMul(algebra.OneHot(node[1], node[0].Type.Rows), algebra.Transpose(g))]
            : throw new NoFormulaException("a part of an array of more than two axes"),
        Entry = (entries, node, at) => entries.Of(node[0], [node[1], .. at]),
    };

    /// <summary>A column of a matrix.</summary>
    public static readonly ArrayFunction Column = new("column", 2, 2)
    {
        IsCalled = false,
        Infer = call => Within(call, ArrayType.Vector(call[0].Rows)),
        Evaluate = (node, x) => x[0].Select(1, Place(x[1], node[0].Type.Columns)),
        Build = (algebra, _, x) => algebra.ColumnOf(x[0], x[1]),
        Pull = (algebra, node, g) => [algebra.MatMul(g, algebra.Transpose(algebra.OneHot(node[1], node[0].Type.Columns)))],
        Entry = (entries, node, at) => entries.Of(node[0], [at[0], node[1]]),
    };

    private static ArrayType Within(ArrayCall call, ArrayType type)
    {
        int first = call.Function == Column ? 1 : call[0].IsRow && call.Arguments.Length == 2 ? 1 : 0;
        for (int i = 1; i < call.Arguments.Length; i++)
        {
            if (!call[i].IsScalar) throw new ArrayShapeException($"an index is a number, not {call[i].Described}");
            Length axis = call[0].Lengths[first + i - 1];
            if (call.Arguments[i].Number is not { } place) continue;
            if (!double.IsInteger(place) || place < 1 || (axis.IsNumber && place > axis.Count))
                throw new ArrayShapeException($"there is no entry {place}: the axis has {axis}, counted from 1");
        }

        return type;
    }

    private static ArrayType Shape(ArrayCall call) => new([.. call.Arguments.Select(LengthOf)]);

    private static ArrayFunction Constant(string name, int least, Func<ArrayCall, ArrayType> type) => new(name, least, 4) { Infer = type };

    private static ArrayFunction OfSquare(string name, Func<ArrayType, ArrayType> type) => new(name, 1, 1)
    {
        Infer = call => Only(call, matrix => matrix.IsSquare, "a square matrix", type),
    };
}
