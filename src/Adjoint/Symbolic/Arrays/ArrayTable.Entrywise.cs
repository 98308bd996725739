namespace Adjoint.Symbolic;

internal static partial class ArrayTable
{
    /// <summary>1 where a number is positive, else 0.</summary>
    public static readonly ArrayFunction Step = new("step", 1, 1)
    {
        Infer = call => call[0],
        Evaluate = (_, x) => ((x[0].Sign() + 1) * 0.5).Floor(),
        Pull = (_, _, _) => [null],
        Entry = (entries, node, at) => entries.Each(node, at, parts => entries.Algebra.Apply(node.Function, parts)),
    };

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string, int), ArrayFunction> Derivatives = new();

    /// <summary>Derivatives that are written out; the others are written as <c>relu'(x)</c>. The second argument is the function's
    /// value.</summary>
    private static readonly Dictionary<string, Func<ArrayAlgebra, ArrayNode, ArrayNode, ArrayNode>> Slopes = new()
    {
        ["exp"] = (_, _, y) => y,
        ["log"] = (algebra, x, _) => algebra.Power(x, algebra.Number(-1)),
        ["sin"] = (algebra, x, _) => algebra.Apply(Entrywise("cos"), x),
        ["cos"] = (algebra, x, _) => algebra.Negate(algebra.Apply(Entrywise("sin"), x)),
        ["tan"] = (algebra, _, y) => algebra.Add(algebra.Number(1), algebra.Power(y, algebra.Number(2))),
        ["tanh"] = (algebra, _, y) => algebra.Subtract(algebra.Number(1), algebra.Power(y, algebra.Number(2))),
        ["sinh"] = (algebra, x, _) => algebra.Apply(Entrywise("cosh"), x),
        ["cosh"] = (algebra, x, _) => algebra.Apply(Entrywise("sinh"), x),
        ["sigmoid"] = (algebra, _, y) => algebra.Multiply(y, algebra.Subtract(algebra.Number(1), y)),
        ["softplus"] = (algebra, x, _) => algebra.Apply(Entrywise("sigmoid"), x),
        ["relu"] = (algebra, x, _) => algebra.Apply(Step, x),
        ["abs"] = (algebra, x, _) => algebra.Apply(Entrywise("sign"), x),
        ["atan"] = (algebra, x, _) =>
            algebra.Power(algebra.Add(algebra.Number(1), algebra.Power(x, algebra.Number(2))), algebra.Number(-1)),
        ["log1p"] = (algebra, x, _) => algebra.Power(algebra.Add(algebra.Number(1), x), algebra.Number(-1)),
        ["expm1"] = (algebra, x, _) => algebra.Apply(Entrywise("exp"), x),
        ["sign"] = (algebra, x, _) => algebra.Zeros(x.Type),
    };

    /// <summary>The derivative of a function of numbers, on each entry.</summary>
    /// <param name="function">The function.</param>
    /// <param name="order">How often it is differentiated.</param>
    public static ArrayFunction Derivative(ScalarFunction function, int order) =>
        Derivatives.GetOrAdd((function.Name, order), _ => Entrywise(
        function, function.Name + new string('\'', order), (x, settings) => Differentiated(function, order, x, settings)) with
        {
            IsCalled = false,
            Pull = (algebra, node, g) =>
                [algebra.Multiply(g, algebra.Graph.Make(Derivative(function, order + 1), node.Arguments, node.Settings))],
        });

    private static IEnumerable<ArrayFunction> EntrywiseFunctions() => ScalarFunction.All.Values
        .Where(function => function.Name is not ("min" or "max")).Select(function => Entrywise(function, function.Name, function.Apply));

    private static ArrayFunction Entrywise(ScalarFunction function, string name, Func<Tensor[], double[], Tensor> apply)
    {
        ArrayFunction? row = null;
        row = new ArrayFunction(name, function.Least, function.Most)
        {
            Scalar = function,
            Infer = call => call.Arguments.Skip(1).Aggregate(call[0], (type, argument) => Broadcast(name, type, argument.Type)),
            Evaluate = (node, x) => apply(x, node.Settings),
            Build = (algebra, node, x) => algebra.ApplyEntrywise(node, x),
            Pull = (algebra, node, g) => node.Arguments.Length > 1
                ? throw new NoFormulaException(name)
                : [algebra.Multiply(g, Slope(algebra, node))],
            Entry = (entries, node, at) => entries.Each(node, at, parts => entries.Algebra.Graph.Make(row!, parts, node.Settings)),
        };
        return row;
    }

    private static ArrayNode Slope(ArrayAlgebra algebra, ArrayNode node) =>
        Slopes.TryGetValue(node.Function.Name, out var slope) && node.Settings.Length == 0
            ? slope(algebra, node[0], node)
            : algebra.Graph.Make(Derivative(node.Function.Scalar!, 1), node.Arguments, node.Settings);

    private static Tensor Differentiated(ScalarFunction function, int order, Tensor[] x, double[] settings)
    {
        using Scope scope = GradMode.On();
        Tensor input = x[0].RequiresGrad ? x[0] : x[0].Detach().WithGrad();
        Tensor y = function.Apply([input], settings);
        for (int i = 0; i < order; i++)
        {
            Tensor? slope = y.RequiresGrad ? Engine.Grad([y.Sum()], [input], createGraph: true, allowUnused: true)[0] : null;
            y = slope ?? Tensor.ZerosLike(input);
        }

        return y;
    }
}
