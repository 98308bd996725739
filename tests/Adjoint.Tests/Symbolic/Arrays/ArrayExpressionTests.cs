using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class ArrayExpressionTests
{
    private static readonly Dictionary<string, Tensor> Values = new()
    {
        ["A"] = Tensor.From<double>([1.0, 2, 3, 4, 5, 6], [3, 2]),
        ["S"] = Tensor.From<double>([2.0, 1, 1, 3], [2, 2]),
        ["x"] = Tensor.From<double>([1.0, -1]),
        ["y"] = Tensor.From<double>([0.5, 2, 4]),
        ["c"] = Tensor.Scalar(3, DType.Float64),
        ["k"] = Tensor.Scalar(2, DType.Float64),
    };

    [Theory]
    [InlineData("A @ x", "-1 -1 -1")]
    [InlineData("A x", "-1 -1 -1")]
    [InlineData("2A x + y", "-1.5 0 2")]
    [InlineData("x' S x", "3")]
    [InlineData("x @ S @ x", "3")]
    [InlineData("x @ x", "2")]
    [InlineData("x' x", "2")]
    [InlineData("x x'", "1 -1 -1 1")]
    [InlineData("x * x", "1 1")]
    [InlineData("-x^2", "-1 -1")]
    [InlineData("S^2", "4 1 1 9")]
    [InlineData("S S", "5 5 5 10")]
    [InlineData("S⁻¹ x", "0.8 -0.6")]
    [InlineData("inv(S)' x", "0.8 -0.6")]
    [InlineData("A' y", "26.5 33")]
    [InlineData("y' A", "26.5 33")]
    [InlineData("c x / 2", "1.5 -1.5")]
    [InlineData("x[2]", "-1")]
    [InlineData("A[3, 1]", "5")]
    [InlineData("A[2, :]", "3 4")]
    [InlineData("A[2]", "3 4")]
    [InlineData("A[:, 2]", "2 4 6")]
    [InlineData("y[2:3]", "2 4")]
    [InlineData("y[k]", "2")]
    [InlineData("[1, 2] * x", "1 -2")]
    [InlineData("[[1, 0], [0, 2]] x", "1 -2")]
    [InlineData("[c, c^2]", "3 9")]
    [InlineData("sum(A)", "21")]
    [InlineData("sum(A, axis=1)", "9 12")]
    [InlineData("mean(A, axis=2)", "1.5 3.5 5.5")]
    [InlineData("prod(y)", "4")]
    [InlineData("max(y)", "4")]
    [InlineData("max(y, 1)", "1 2 4")]
    [InlineData("min(x)", "-1")]
    [InlineData("norm(x)^2", "2")]
    [InlineData("dot(x, S x)", "3")]
    [InlineData("outer(x, x)", "1 -1 -1 1")]
    [InlineData("trace(S) + det(S)", "10")]
    [InlineData("diag(x)", "1 0 0 -1")]
    [InlineData("diag(S)", "2 3")]
    [InlineData("sum(softmax(y))", "1")]
    [InlineData("crossentropy(y, 2) - logsumexp(y)", "-2")]
    [InlineData("conv(y, [1, 1])", "2.5 6")]
    [InlineData("maxpool(A, 2)", "4")]
    [InlineData("avgpool(y, 3)", "2.1666666666666665")]
    [InlineData("sum(i, 1, 3, i y[i])", "16.5")]
    [InlineData("sum(i, 1, n, A[i, :] @ x)", "-3")]
    [InlineData("sum(i, 1, 2, sum(j, 1, 2, S[i, j] x[i] x[j]))", "3")]
    [InlineData("z = A x; sum(z^2)", "3")]
    [InlineData("relu'(x)", "1 0")]
    [InlineData("e^x - exp(x)", "0 0")]
    [InlineData("eye(2) x + ones(2) + onehot(1, 2)", "3 0")]
    [InlineData("A + x'", "2 1 4 3 6 5")]
    public void Has_the_value_that_paper_gives(string text, string expected)
    {
        Tensor value = ArrayExpression.Parse(text, Values).Evaluate(Values);

        double[] numbers =
            [.. expected.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        double[] found = ArrayValues.Entries(value);
        found.Length.ShouldBe(numbers.Length);
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(numbers[i], 1e-12);
    }

    [Theory]
    [InlineData("y @ A @ y", "the matrix product of a row of 2 and a vector of 3: 2 columns on the left, 3 rows on the right", 6)]
    [InlineData("A @ y", "the matrix product of 3 × 2 and a vector of 3: 2 columns on the left, 3 rows on the right", 2)]
    [InlineData("A + y", "the sum of 3 × 2 and a vector of 3: entry by entry both need the same shape", 2)]
    [InlineData("x - x'", "the difference of a vector of 2 and a row of 2: transpose one of them with '", 2)]
    [InlineData("A * S", "the entrywise product of 3 × 2 and 2 × 2: * multiplies entry by entry; the matrix product is @", 2)]
    [InlineData("c @ x", "the matrix product of a number and a vector of 2: with a number, write *", 2)]
    [InlineData("det(A)", "det takes a square matrix, not 3 × 2", 0)]
    [InlineData("y[4]", "there is no entry 4: the axis has 3, counted from 1", 1)]
    [InlineData("y[0]", "there is no entry 0: the axis has 3, counted from 1", 1)]
    [InlineData("dot(x, y)", "dot of a vector of 2 and a vector of 3: it takes two vectors of the same length", 0)]
    [InlineData("conv(x, y)", "conv: a window of 3 does not fit into 2", 0)]
    [InlineData("conv(y, x, strid=2)", "'conv' has no setting 'strid'; it has stride=, pad=", 11)]
    [InlineData("sum(A, 1, 2)", "'sum' takes 1 argument, not 3", 0)]
    [InlineData("sum(q, 1, m, y)", "'m' has no value, and q is no index of an array here", 10)]
    [InlineData("foo(x)", "'foo' is no function; if a product is meant, write foo*(", 0)]
    [InlineData("[1, [2, 3]]", "the parts of a list have the same shape, but part 1 is a number and part 2 is a vector of 2", 0)]
    [InlineData("[1; 2]", "the rows of a matrix are lists: [[1, 2], [3, 4]]", 2)]
    [InlineData("(x", "expected ')' for the '(' of column 1, not the end", 2)]
    [InlineData("x)", "there is no opening bracket for this ')'", 1)]
    [InlineData("x**2", "a power is written with ^", 1)]
    [InlineData("x $ y", "'$' has no meaning here; an expression with arrays has numbers, names, + - * / ^ @ ' ( ) [ ]", 2)]
    public void Says_what_does_not_fit_and_where(string text, string problem, int position)
    {
        ExpressionException e = Should.Throw<ExpressionException>(() => ArrayExpression.Parse(text, Values));

        e.Problem.ShouldBe(problem);
        e.Position.ShouldBe(position);
    }

    [Theory]
    [InlineData("x^2 + sin(x)", false)]
    [InlineData("max(x, y)", false)]
    [InlineData("[x*y, x + y]", false)]
    [InlineData("W @ x", true)]
    [InlineData("x'", true)]
    [InlineData("x[1]", true)]
    [InlineData("sum (x)", true)]
    [InlineData("softmax(x)", true)]
    [InlineData("norm*2", false)]
    public void Knows_an_expression_that_needs_arrays(string text, bool isNeeded) => ArrayExpression.IsNeeded(text).ShouldBe(isNeeded);

    [Theory]
    [InlineData("W: h x d, x: d", "h × d")]
    [InlineData("W: 3x2, x: 2", "3 × 2")]
    [InlineData("W: 3 × n; x: n", "3 × n")]
    [InlineData("W: 3 * n\nx: n", "3 × n")]
    public void Reads_declared_shapes(string shapes, string expected) =>
        ArrayExpression.Parse("W @ x", shapes: shapes).ShapeOf("W").ShouldBe(expected);

    [Theory]
    [InlineData("W h", "a declaration is name: shape, such as W: h x d, x: d, k: index")]
    [InlineData("x: 2, x: 3", "'x' is declared twice")]
    [InlineData("x: -1", "'-1' is no length for 'x': write a number or a letter, as in W: 3 x d")]
    public void Says_what_is_wrong_with_a_declaration(string shapes, string problem) =>
        Should.Throw<ExpressionException>(() => ArrayExpression.Parse("sum(x)", shapes: shapes)).Problem.ShouldBe(problem);

    [Fact]
    public void A_value_and_a_declaration_must_agree()
    {
        ArrayExpression.Parse("A @ x", Values, "A: m x n, x: n").Shape.ShouldBe("m");
        Should.Throw<ExpressionException>(() => ArrayExpression.Parse("A @ x", Values, "A: n x n"))
            .Problem.ShouldBe("n is 3 elsewhere, but 'A' is 3 × 2");
    }

    [Fact]
    public void Deep_and_long_input_ends_with_an_error()
    {
        Should.Throw<ExpressionException>(() => ArrayExpression.Parse(new string('(', 5000) + "x'"));
        Should.Throw<AdjointException>(() =>
            ArrayExpression.Parse(string.Join(" + ", Enumerable.Repeat("x'", 5000).Select((x, i) => $"{i}{x}"))));
    }

    [Fact]
    public void A_trace_has_shapes_values_partials_and_adjoints()
    {
        ArrayDerivation trace = ArrayDerivation.Of(ArrayExpression.Parse("sum((A @ x - y)^2)", Values), Values);

        trace.Rows.Select(row => row.ToString()).ShouldBe(
            ["v1 = A @ x : 3", "v2 = v1 - y : 3", "v3 = v2^2 : 3", "f = sum(v3) : number"]);
        ArrayRow product = trace.Rows[0];
        ArrayValues.Entries(product.Value!).ShouldBe([-1, -1, -1]);
        ArrayValues.Entries(product.Adjoint!).ShouldBe([-3, -6, -10]);
        product.Partials.Select(partial => (partial.Input, partial.Kind, partial.Formula)).ShouldBe(
            [("A", "adjoint", "∂f/∂v1 xᵀ"), ("x", "jacobian", "A")]);
        ArrayValues.Entries(product.Partials[0].Gain!).ShouldBe([-3, 3, -6, 6, -10, 10]);
        ArrayValues.Entries(trace.Variables.Single(variable => variable.Name == "x").Adjoint!).ShouldBe([-71, -90]);
        trace.Rows[2].Partials[0].Formula.ShouldBe("2 v2");
    }

    [Fact]
    public void Gradients_agree_in_four_ways()
    {
        ArrayExpression f = ArrayExpression.Parse("crossentropy(S @ tanh(A' @ y), k) + norm(A)", Values);

        foreach (ArrayGradient gradient in ArrayGradient.At(f, Values, f.Differentiable))
        {
            gradient.Symbolic.ShouldNotBeNull();
            gradient.Disagreement.ShouldBeLessThan(1e-8);
        }

        f.Differentiable.ShouldBe(["S", "A", "y"]);
    }

    [Theory]
    [InlineData("x' S x", "positive definite")]
    [InlineData("-x' S x", "negative definite")]
    [InlineData("x[1]^2 - x[2]^2", "indefinite")]
    [InlineData("x[1]^2 + 0 x[2]", "positive semidefinite")]
    [InlineData("sum(x)", "zero")]
    public void A_Hessian_is_definite_or_not(string text, string expected) => ArrayHessian
        .At(ArrayExpression.Parse(text, Values), Values, ["x"]).Definiteness.ShouldBe(expected);

    [Fact]
    public void Critical_points_are_found_and_named()
    {
        IReadOnlyList<CriticalPoint> found = CriticalPoint.Find(
            ArrayExpression.Parse("x^3 - 3x + y^2"), new Dictionary<string, Tensor>(), ["x", "y"]);

        found.Select(point => (point.Kind, point.Point["x"].Item(), point.Point["y"].Item()))
            .ShouldBe([("minimum", 1, 0), ("saddle point", -1, 0)]);
    }
}
