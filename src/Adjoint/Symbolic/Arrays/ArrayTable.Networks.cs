namespace Adjoint.Symbolic;

internal static partial class ArrayTable
{
    private static readonly (string, double)[] WindowOptions = [("stride", 1), ("pad", 0)];

    private static readonly (string, double)[] NormOptions = [("eps", 1e-5)];

    /// <summary>Softmax of a vector, or of each row of a matrix.</summary>
    public static readonly ArrayFunction Softmax = new("softmax", 1, 1)
    {
        Infer = call => Only(call, type => type.IsFactor, "a vector or matrix", type => type),
        Evaluate = (_, x) => x[0].Softmax(-1),
        Pull = (algebra, node, g) =>
        [
            algebra.Multiply(node, algebra.Subtract(g, node.Type.IsMatrix
                ? algebra.MatMul(algebra.SumAlong(algebra.Multiply(node, g), 2),
                    algebra.Transpose(algebra.Ones(ArrayType.Vector(node.Type.Columns))))
                : algebra.Multiply(algebra.Dot(algebra.Column(node), algebra.Column(g)), algebra.Ones(node.Type)))),
        ],
    };

    /// <summary>−log softmax(z) at a class or weighted with a distribution; of a matrix and a class for each row the mean.</summary>
    public static readonly ArrayFunction CrossEntropy = new("crossentropy", 2, 2)
    {
        Infer = call => (call[0].IsVector && (call[1].IsScalar || call[1].Equals(call[0])))
            || (call[0].IsMatrix && (call[1].Equals(call[0]) || (call[1].IsVector && call[1].Rows == call[0].Rows)))
            ? ArrayType.Scalar
            : throw new ArrayShapeException(
                $"crossentropy of {call[0].Described} and {call[1].Described}: it takes scores of classes "
                + "and a class (counted from 1) or as many probabilities; of a matrix, a class for each row"),
        Evaluate = (node, x) =>
        {
            Tensor losses = -x[0].Softmax(-1).Log();
            Tensor weights = node[1].Type.Equals(node[0].Type) ? x[1]
                : OneHotOf(x[1], node[0].Type.Lengths[^1]).Reshape(node[0].Type.Sizes);
            Tensor sum = (losses * weights).Sum();
            return node[0].Type.IsMatrix ? sum / node[0].Type.Rows.Count : sum;
        },
        Build = (algebra, node, x) => algebra.CrossEntropy(x[0], x[1]),
    };

    /// <summary>The correlation that networks call convolution: of one plane, or of channels with a filter for each output.</summary>
    public static readonly ArrayFunction Conv = new("conv", 2, 2)
    {
        Options = WindowOptions,
        Infer = call =>
        {
            (int rank, int kernel) = (call[0].Rank, call[1].Rank);
            bool plane = rank == kernel && rank is 1 or 2;
            bool filters = kernel == 4 && rank is 3 or 4 && call[0].Lengths[rank - 3] == call[1].Lengths[1];
            if (!plane && !filters)
                throw new ArrayShapeException(
                    $"conv of {call[0].Described} and {call[1].Described}: it takes two vectors, two matrices, "
                    + "or channels × height × width and outputs × channels × height × width");
            int spatial = plane ? rank : 2;
            var windows = Enumerable.Range(0, spatial).Select(i => Windows(
                call, call[0].Lengths[rank - spatial + i], call[1].Lengths[kernel - spatial + i], (int)call.Settings[0],
                    (int)call.Settings[1]));
            return new ArrayType([.. rank == 4 ? [call[0].Lengths[0]] : Array.Empty<Length>(), .. filters ? [call[1].Lengths[0]]
                : Array.Empty<Length>(), .. windows]);
        },
        Evaluate = (node, x) => Shaped(node, Convolve(x[0], x[1], node.Settings)),
        Pull = (algebra, node, g) =>
        [
            algebra.Graph.Make(ConvInput!, [g, node[1], .. node[0].Type.Lengths.Select(algebra.Graph.Count)], node.Settings),
            algebra.Graph.Make(ConvKernel!, [node[0], g, .. node[1].Type.Lengths.Select(algebra.Graph.Count)], node.Settings),
        ],
    };

    /// <summary>What flows back to the input of a convolution: the adjoint, the kernel, and the input's lengths.</summary>
    public static readonly ArrayFunction ConvInput = new("conv_input", 3, 6)
    {
        Options = WindowOptions,
        Infer = call => new ArrayType([.. call.Arguments.Skip(2).Select(LengthOf)]),
        Evaluate = (node, x) => Transposed(node, x, (input, others) => Convolve(input, others[1], node.Settings), x[0]),
        Pull = (algebra, node, g) =>
        [
            algebra.Graph.Make(Conv, [g, node[1]], node.Settings),
            algebra.Graph.Make(ConvKernel!, [g, node[0], .. node[1].Type.Lengths.Select(algebra.Graph.Count)], node.Settings),
            .. new ArrayNode?[node.Arguments.Length - 2],
        ],
    };

    /// <summary>What flows back to the kernel of a convolution: the input, the adjoint, and the kernel's lengths.</summary>
    public static readonly ArrayFunction ConvKernel = new("conv_kernel", 3, 6)
    {
        Options = WindowOptions,
        Infer = call => new ArrayType([.. call.Arguments.Skip(2).Select(LengthOf)]),
        Evaluate = (node, x) => Transposed(node, x, (kernel, others) => Convolve(others[0], kernel, node.Settings), x[1]),
        Pull = (algebra, node, g) =>
        [
            algebra.Graph.Make(ConvInput!, [node[1], g, .. node[0].Type.Lengths.Select(algebra.Graph.Count)], node.Settings),
            algebra.Graph.Make(Conv, [node[0], g], node.Settings),
            .. new ArrayNode?[node.Arguments.Length - 2],
        ],
    };

    public static readonly ArrayFunction MaxPool = Pool("maxpool", (x, rank, size, stride, pad) =>
        rank == 1 ? x.MaxPool1d(size, stride, pad) : x.MaxPool2d(size, stride, pad)) with
    {
        Pull = (algebra, node, g) => [algebra.Graph.Make(MaxPoolInput!, [node[0], g, node[1]], node.Settings), null],
    };

    public static readonly ArrayFunction AvgPool = Pool("avgpool", (x, rank, size, stride, pad) =>
        rank == 1 ? x.AvgPool1d(size, stride, pad) : x.AvgPool2d(size, stride, pad)) with
    {
        Pull = (algebra, node, g) => [algebra.Graph.Make(AvgPoolInput!, [node[0], g, node[1]], node.Settings), null],
    };

    /// <summary>What flows back through a maximum pool: the input, the adjoint and the size.</summary>
    public static readonly ArrayFunction MaxPoolInput = PoolInput("maxpool_input", MaxPool);

    /// <summary>What flows back through an average pool: the input, the adjoint and the size.</summary>
    public static readonly ArrayFunction AvgPoolInput = PoolInput("avgpool_input", AvgPool);

    /// <summary>A batch, a row for each sample, brought to mean 0 and variance 1 in each column; a vector is one column.</summary>
    public static readonly ArrayFunction BatchNorm = Standardization("batchnorm", (x, eps) =>
    {
        Tensor centered = x - x.Mean(0, true);
        return centered / ((centered * centered).Mean(0, true) + eps).Sqrt();
    }) with
    {
        Build = (algebra, node, x) => algebra.Affine(
            x[0].Type.IsMatrix ? algebra.Transpose(algebra.StandardizeRows(algebra.Transpose(x[0]), node.Settings))
                : algebra.Graph.With(node, [x[0]]), x[1..]),
    };

    /// <summary>A vector, or each row of a matrix, brought to mean 0 and variance 1.</summary>
    public static readonly ArrayFunction LayerNorm = Standardization("layernorm", (x, eps) =>
    {
        Tensor centered = x - x.Mean(-1, true);
        return centered / ((centered * centered).Mean(-1, true) + eps).Sqrt();
    }) with
    {
        Build = (algebra, node, x) => algebra.Affine(
            x[0].Type.IsMatrix ? algebra.StandardizeRows(x[0], node.Settings) : algebra.Graph.With(node, [x[0]]), x[1..]),
    };

    /// <summary>Softmax of Q Kᵀ/√d by rows, times V (Vaswani et al. 2017).</summary>
    public static readonly ArrayFunction Attention = new("attention", 3, 3)
    {
        Infer = call => call[0].IsMatrix && call[1].IsMatrix && call[2].IsMatrix && call[0].Columns == call[1].Columns
            && call[1].Rows == call[2].Rows
            ? ArrayType.Matrix(call[0].Rows, call[2].Columns)
            : throw new ArrayShapeException(
                $"attention of {call[0].Described}, {call[1].Described} and {call[2].Described}: queries and keys "
                + "have equally many columns, keys and values equally many rows"),
        Evaluate = (node, x) => (x[0].MatMul(x[1].Transpose()) / Math.Sqrt(node[0].Type.Columns.Count)).Softmax(-1).MatMul(x[2]),
        Build = (algebra, node, x) => algebra.MatMul(
            algebra.Apply(Softmax, algebra.Divide(
                algebra.MatMul(x[0], algebra.Transpose(x[1])),
                algebra.Power(algebra.Graph.Count(x[0].Type.Columns), algebra.Number(0.5)))),
            x[2]),
    };

    private static Length Windows(ArrayCall call, Length axis, Length window, int stride, int pad)
    {
        Length windows = Length.Windows(axis, window, stride, pad);
        return windows.Count >= 1 ? windows : throw new ArrayShapeException(
            $"{call.Function.Name}: a window of {window} does not fit into {axis}{(pad > 0 ? $" with {pad} around it" : "")}");
    }

    private static Tensor OneHotOf(Tensor places, Length classes) => Tensor.From<long>(
        [.. ArrayValues.Entries(places).Select(place => (long)Place(Tensor.Scalar(place, DType.Float64), classes))]).OneHot(classes.Count)
            .To(places.DType);

    private static Tensor Convolve(Tensor x, Tensor kernel, double[] settings)
    {
        (int stride, int pad) = ((int)settings[0], (int)settings[1]);
        return (x.Rank, kernel.Rank) switch
        {
            (1, 1) => x.Reshape(1, 1, -1).Conv1d(kernel.Reshape(1, 1, -1), null, stride, pad).Flatten(),
            (2, 2) => Plane(x.Unsqueeze(0).Unsqueeze(0).Conv2d(kernel.Unsqueeze(0).Unsqueeze(0), null, stride, pad)),
            (3, _) => x.Unsqueeze(0).Conv2d(kernel, null, stride, pad).Select(0, 0),
            _ => x.Conv2d(kernel, null, stride, pad),
        };
    }

    private static Tensor Plane(Tensor x) => x.Select(0, 0).Select(0, 0);

    /// <summary>What flows back to an input of a shape through a function.</summary>
    private static Tensor Transposed(ArrayNode node, Tensor[] x, Func<Tensor, Tensor[], Tensor> function, Tensor g)
    {
        using Scope scope = GradMode.On();
        Tensor input = (node.Function == MaxPoolInput ? x[0].Detach() : Tensor.Zeros([.. node.Type.Sizes], g.DType)).WithGrad();
        return Engine.Grad([function(input, x)], [input], [g], createGraph: true)[0];
    }

    private static ArrayFunction Pool(string name, Func<Tensor, int, int, int, int, Tensor> pool) => new(name, 2, 2)
    {
        Options = [("stride", 0), ("pad", 0)],
        Infer = call =>
        {
            if (call[0].Rank is 0 or > 4
                || call[0].IsRow) throw new ArrayShapeException($"{name} takes a vector, a plane or channels, not {call[0].Described}");
            Length size = LengthOf(call.Arguments[1]);
            int spatial = Math.Min(2, call[0].Rank);
            return new ArrayType(
            [
                .. call[0].Lengths.SkipLast(spatial),
                .. call[0].Lengths.TakeLast(spatial)
                    .Select(axis => Windows(call, axis, size, Stride(call.Settings, size), (int)call.Settings[1])),
            ]);
        },
        Evaluate = (node, x) => Shaped(node, Pooled(pool, node, x[0], node[1])),
    };

    private static ArrayFunction PoolInput(string name, ArrayFunction pool) => new(name, 3, 3)
    {
        Options = [("stride", 0), ("pad", 0)],
        Infer = call => call[0],
        Evaluate = (node, x) => Transposed(node, x, (input, _) => pool.Evaluate!(PoolOf(node, pool), [input]), x[1]),
        Pull = (algebra, node, g) => [null, algebra.Graph.Make(pool, [g, node[2]], node.Settings), null],
    };

    /// <summary>The pool whose adjoint a node is.</summary>
    private static ArrayNode PoolOf(ArrayNode node, ArrayFunction pool) => new()
    {
        Id = -1,
        Function = pool,
        Arguments = [node[0], node[2]],
        Type = node[1].Type,
        Settings = node.Settings,
        Indices = node.Indices,
        Variables = node.Variables,
        Size = 1,
        Depth = 1,
    };

    private static Tensor Pooled(Func<Tensor, int, int, int, int, Tensor> pool, ArrayNode node, Tensor x, ArrayNode size)
    {
        Length window = LengthOf(size);
        int spatial = Math.Min(2, x.Rank);
        Tensor batched = x;
        while (batched.Rank < spatial + 2) batched = batched.Unsqueeze(0);
        return pool(batched, spatial, window.Count, Stride(node.Settings, window), (int)node.Settings[1]);
    }

    private static int Stride(double[] settings, Length size) => settings[0] > 0 ? (int)settings[0] : size.Count;

    private static ArrayFunction Standardization(string name, Func<Tensor, double, Tensor> standardize) => new(name, 1, 3)
    {
        // Of a vector, in the standardized values themselves (Ioffe & Szegedy 2015); a matrix is written out.
        Pull = (algebra, node, g) =>
        [
            algebra.Multiply(
                algebra.Add(
                    g, algebra.Negate(algebra.Multiply(algebra.MeanOf(g), algebra.Ones(g.Type))),
                    algebra.Negate(algebra.Multiply(algebra.MeanOf(algebra.Multiply(g, node)), node))),
                algebra.InverseDeviation(node[0], node.Settings)),
        ],
        Options = NormOptions,
        Infer = call => call.Arguments.Length == 2
            ? throw new ArrayShapeException($"{name} takes an array, or an array, a scale and a shift")
            : Only(call, type => type.IsVector || type.IsMatrix, "a vector or matrix", type => call.Arguments.Skip(1)
                .Aggregate(type, (whole, argument) => Broadcast("*", whole, argument.Type))),
        Evaluate = (node, x) =>
        {
            Tensor y = standardize(x[0], node.Settings[0]);
            return x.Length == 3 ? (y * x[1]) + x[2] : y;
        },
    };
}
