using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

/// <summary>
/// Every operation once, with inputs on which it can be checked. The table drives the checks of derivatives, shapes,
/// strides, types and captures, and the lists that people see; an operation that is not here fails a test.
/// </summary>
internal static partial class OpTable
{
    /// <summary>All cases, in groups as the files of this folder.</summary>
    public static IReadOnlyList<OpCase> Cases { get; } =
    [
        .. Elementwise(), .. Pointwise(), .. Special(), .. Samples(), .. Reductions(), .. Shaping(), .. Indexing(), .. Products(),
        .. Images(), .. Normalizations(), .. Losses(), .. Order(), .. Scans(), .. Statistics(), .. Contractions(),
        .. LinearAlgebra(), .. FourierTransforms(), .. Numerics(), .. InPlace(), .. Sampling(),
        .. Places(), .. Scattering(), .. Views(), .. Joins(), .. Diagonals(),
    ];

    private static Shape[] Shapes => [[], [0], [5], [3, 4], [2, 1, 3]];

    private static (Shape A, Shape B)[] Pairs =>
        [([], []), ([4], [4]), ([2, 3], [3]), ([2, 1], [1, 3]), ([], [2, 2]), ([0, 3], [1, 3])];

    private static IEnumerable<OpCase> Unary(string method, Func<Tensor, Tensor> apply, Domain domain = Real, string attributes = "") =>
        Shapes.Select(shape => new OpCase(method, attributes, x => apply(x[0]), [new OpInput(shape, domain)]));

    private static IEnumerable<OpCase> Binary(
        string method, Func<Tensor, Tensor, Tensor> apply, Domain first = Real, Domain second = Real) =>
        Pairs.Select(pair => new OpCase(method, "", x => apply(x[0], x[1]), [new OpInput(pair.A, first), new OpInput(pair.B, second)]));

    private static IEnumerable<OpCase> All(Domain domain, params (string Method, Func<Tensor, Tensor> Apply)[] functions) =>
        functions.SelectMany(function => Unary(function.Method, function.Apply, domain));

    private static IEnumerable<OpCase> Arithmetic(
        string method, Func<Tensor, Tensor, Tensor> apply, Func<Tensor, Tensor> number, Func<Tensor, Tensor> first, Domain second = Real) =>
        [.. Binary(method, apply, Real, second), .. Unary(method, number, Real, "number"), .. Unary(method, first, second, "number first")];

    private static IEnumerable<OpCase> Comparison(string method, Func<Tensor, Tensor, Tensor> apply, Func<Tensor, Tensor> number) =>
        [.. Binary(method, apply), .. Unary(method, number, attributes: "number")];

    private static OpCase One(string method, string attributes, Func<Tensor[], Tensor> apply, params OpInput[] inputs) =>
        new(method, attributes, apply, inputs);

    private static OpInput In(Shape shape, Domain domain = Real) => new(shape, domain);

    private static OpInput Indices(Shape shape, int limit) => new(shape, Domain.Index, limit);

    private static IEnumerable<OpCase> Elementwise() =>
    [
        .. Arithmetic("op_Addition", (a, b) => a + b, x => x + 2.5, x => 2.5 + x),
        .. Arithmetic("op_Subtraction", (a, b) => a - b, x => x - 2.5, x => 2.5 - x),
        .. Arithmetic("op_Multiply", (a, b) => a * b, x => x * 2.5, x => 2.5 * x),
        .. Arithmetic("op_Division", (a, b) => a / b, x => x / 2.5, x => 2.5 / x, Positive),
        .. Binary("Minimum", Tensor.Minimum),
        .. Binary("Maximum", Tensor.Maximum),
        .. Binary("Pow", (a, b) => a.Pow(b), Positive),
        .. Unary("Pow", x => x.Pow(2), attributes: "2"),
        .. Unary("Pow", x => x.Pow(3), attributes: "3"),
        .. Unary("Pow", x => x.Pow(-1.5), Positive, "-1.5"),
        .. Unary("Pow", x => x.Pow(0.5), Positive, "0.5"),
        .. Unary("Pow", x => x.Pow(0), attributes: "0"),
        .. Unary("Clamp", x => x.Clamp(-0.31, 0.32), attributes: "both"),
        .. Unary("Clamp", x => x.Clamp(max: 0.32), attributes: "max"),
        .. Unary("Clamp", x => x.Clamp(-0.31), attributes: "min"),
        .. All(
            Real, ("op_UnaryNegation", x => -x), ("Abs", x => x.Abs()), ("Sign", x => x.Sign()), ("Square", x => x.Square()),
            ("Exp", x => x.Exp()), ("Expm1", x => x.Expm1()), ("Sin", x => x.Sin()), ("Cos", x => x.Cos()), ("Atan", x => x.Atan()),
            ("Sinh", x => x.Sinh()), ("Cosh", x => x.Cosh()), ("Tanh", x => x.Tanh()), ("Erf", x => x.Erf())),
        .. All(
            Positive, ("Sqrt", x => x.Sqrt()), ("Rsqrt", x => x.Rsqrt()), ("Reciprocal", x => x.Reciprocal()), ("Log", x => x.Log()),
            ("Log1p", x => x.Log1p()), ("Log2", x => x.Log2()), ("Log10", x => x.Log10())),
        .. All(Unit, ("Tan", x => x.Tan()), ("Asin", x => x.Asin()), ("Acos", x => x.Acos())),
        .. All(
            Real, ("Sigmoid", x => x.Sigmoid()), ("Softplus", x => x.Softplus()), ("Relu", x => x.Relu()), ("Relu6", x => x.Relu6()),
            ("LeakyRelu", x => x.LeakyRelu(0.1)), ("Elu", x => x.Elu(0.7)), ("Gelu", x => x.Gelu()), ("Silu", x => x.Silu()),
            ("Mish", x => x.Mish()), ("Celu", x => x.Celu(0.5)), ("Selu", x => x.Selu()), ("Hardsigmoid", x => x.Hardsigmoid()),
            ("Hardswish", x => x.Hardswish()), ("Hardshrink", x => x.Hardshrink(0.31)), ("Softshrink", x => x.Softshrink(0.31)),
            ("Tanhshrink", x => x.Tanhshrink()), ("Softsign", x => x.Softsign()), ("LogSigmoid", x => x.LogSigmoid()),
            ("Threshold", x => x.Threshold(0.31, -2)), ("Rrelu", x => x.Rrelu(0.1, 0.3)), ("Hardtanh", x => x.Hardtanh(-0.31, 0.32))),
        .. Unary("Softplus", x => x.Softplus(2, 1.15), attributes: "beta=2 threshold=1.15"),
        .. Unary("Gelu", x => x.Gelu(tanh: true), attributes: "tanh"),
        One("Rrelu", "training", x => x[0].Rrelu(training: true, generator: new Generator(7)), In([5, 4])),
        One("Prelu", "one", x => x[0].Prelu(x[1]), In([2, 3]), In([1])),
        One("Prelu", "channels", x => x[0].Prelu(x[1]), In([2, 3, 2]), In([3])),
        One("Glu", "", x => x[0].Glu(), In([2, 6])),
        One("Glu", "axis=1", x => x[0].Glu(1), In([2, 4, 3])),
        .. Comparison("Equal", (a, b) => a.Equal(b), x => x.Equal(0.1)),
        .. Comparison("NotEqual", (a, b) => a.NotEqual(b), x => x.NotEqual(0.1)),
        .. Comparison("Less", (a, b) => a.Less(b), x => x.Less(0.1)),
        .. Comparison("LessEqual", (a, b) => a.LessEqual(b), x => x.LessEqual(0.1)),
        .. Comparison("Greater", (a, b) => a.Greater(b), x => x.Greater(0.1)),
        .. Comparison("GreaterEqual", (a, b) => a.GreaterEqual(b), x => x.GreaterEqual(0.1)),
        .. Binary("And", (a, b) => a.And(b), Truth, Truth),
        .. Binary("Or", (a, b) => a.Or(b), Truth, Truth),
        .. Binary("Xor", (a, b) => a.Xor(b), Truth, Truth),
        .. Unary("Not", x => x.Not(), Truth),
        .. All(Real, ("IsNaN", x => x.IsNaN()), ("Clone", x => x.Clone()), ("Contiguous", x => x.Contiguous())),
        .. Unary("To", x => x.To(DType.Float32).To(DType.Float64), attributes: "float32 and back"),
        One("Dropout", "", x => x[0].Dropout(0.4, generator: new Generator(7)), In([5, 4])),
        One("Dropout", "all", x => x[0].Dropout(1, generator: new Generator(7)), In([5, 4])),
    ];

    private static IEnumerable<OpCase> Reductions() =>
    [
        .. Reduction("Sum", (x, axes, keep) => x.Sum(axes, keep)),
        .. Reduction("Mean", (x, axes, keep) => x.Mean(axes, keep)),
        .. Reduction("Prod", (x, axes, keep) => x.Prod(axes, keep)),
        .. Reduction("Amax", (x, axes, keep) => x.Amax(axes, keep)).Where(HasElements),
        .. Reduction("Amin", (x, axes, keep) => x.Amin(axes, keep)).Where(HasElements),
        .. Reduction("LogSumExp", (x, axes, keep) => x.LogSumExp(axes, keep)),
        .. Reduction("Var", (x, axes, keep) => x.Var(axes, keep)).Where(HasSeveral),
        .. Reduction("Var", (x, axes, keep) => x.Var(axes, keep, 0), "correction=0").Where(HasElements),
        .. Reduction("Std", (x, axes, keep) => x.Std(axes, keep)).Where(HasSeveral),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(2, axes, keep)),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(1, axes, keep), "p=1"),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(3, axes, keep), "p=3"),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(double.PositiveInfinity, axes, keep), "p=inf").Where(HasElements),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(double.NegativeInfinity, axes, keep), "p=-inf").Where(HasElements),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(0, axes, keep), "p=0"),
        One("ArgMax", "all", x => x[0].ArgMax(), In([3, 4])),
        One("ArgMax", "axis=0", x => x[0].ArgMax(0), In([3, 4])),
        One("ArgMax", "axis=-1 keep", x => x[0].ArgMax(-1, true), In([3, 4])),
        One("ArgMin", "all", x => x[0].ArgMin(), In([3, 4])),
        One("ArgMin", "axis=0", x => x[0].ArgMin(0), In([3, 4])),
        One("CumSum", "axis=0", x => x[0].CumSum(0), In([3, 4])),
        One("CumSum", "axis=1", x => x[0].CumSum(1), In([2, 5, 3])),
        One("CumSum", "axis=-1", x => x[0].CumSum(-1), In([3, 0])),
        .. Shapes.Where(s => s.Rank > 0).SelectMany(s => new[]
        {
            One("Softmax", "axis=-1", x => x[0].Softmax(), In(s)),
            One("Softmax", "axis=0", x => x[0].Softmax(0), In(s)),
            One("Softmin", "axis=-1", x => x[0].Softmin(), In(s)),
            One("LogSoftmax", "axis=-1", x => x[0].LogSoftmax(), In(s)),
            One("LogSoftmax", "axis=0", x => x[0].LogSoftmax(0), In(s)),
        }),
    ];

    private delegate Tensor Reducing(Tensor x, ReadOnlySpan<int> axes, bool keepDims);

    private static IEnumerable<OpCase> Reduction(string method, Reducing apply, string attributes = "")
    {
        string separator = attributes.Length > 0 ? " " : "";
        foreach (Shape shape in Shapes)
            yield return One(method, attributes + separator + "all", x => apply(x[0], [], false), In(shape));
        foreach (int[] axes in new int[][] { [0], [1], [-1], [0, 2], [1, 2] })
        {
            foreach (bool keep in new[] { false, true })
            {
                yield return One(
                    method, $"{attributes}{separator}axes={Shape.Format(axes)}{(keep ? " keep" : "")}",
                    x => apply(x[0], axes, keep), In([2, 3, 4]));
            }
        }
    }

    private static bool HasElements(OpCase c) => c.Inputs[0].Shape.Numel > 0;

    private static bool HasSeveral(OpCase c) => c.Inputs[0].Shape.Numel > 1;
}
