using System.Text;
using Adjoint.Core;
using Adjoint.Ops;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class ExpressionTests
{
    private static double Value(string text, params double[] point) => Expression.Parse(text).Evaluate(point)[0];

    [Theory]
    [InlineData("1 + 2*3", 7)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("24/4/2", 3)]
    [InlineData("2^3^2", 512)]
    [InlineData("-2^2", -4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("2^-2^2", 0.0625)]
    [InlineData("-2*-3", 6)]
    [InlineData("--2", 2)]
    [InlineData("+2 - +3", -1)]
    [InlineData("1/2pi", Math.PI / 2)]
    [InlineData("2(3)(4)", 24)]
    [InlineData("(1 + 2)(3 + 4)", 21)]
    [InlineData("2e", 2 * Math.E)]
    [InlineData("2e3", 2000)]
    [InlineData("2e-3", 0.002)]
    [InlineData("2e-e", 2 * Math.E - Math.E)]
    [InlineData(".5 + 1.", 1.5)]
    [InlineData("π − 3 · 4 ÷ 2 × 1", Math.PI - 6)]
    [InlineData("e^2", 7.38905609893065)]
    [InlineData("ln(e^3)", 3)]
    [InlineData("log2(8) + log10(1000) + sqrt(16)", 10)]
    [InlineData("min(3, 1, 2) + max(1, 5)", 6)]
    [InlineData("pow(2, 10)", 1024)]
    [InlineData("clamp(7, -1, 2)", 2)]
    [InlineData("leaky_relu(-2, 0.5) + leaky_relu(-1)", -1.01)]
    [InlineData("a = 2; b = a^2\nb + a", 6)]
    [InlineData("a = (1 +\n 2)\n\n\na", 3)]
    [InlineData("a = 2; b = 3;", 3)]
    public void Constants_are_computed_as_on_paper(string text, double expected) => Value(text).ShouldBe(expected, 1e-14);

    [Fact]
    public void Variables_are_in_order_of_appearance()
    {
        Expression f = Expression.Parse("q = y^2; q*x + 2y x z_1");
        f.Variables.Select(x => x.Name).ShouldBe(["y", "x", "z_1"]);
        f.Statements.Select(s => s.Name).ShouldBe(["q"]);
        f.Evaluate(3, 2, 5).ShouldBe([78]);
    }

    [Fact]
    public void Equal_subexpressions_are_one_call()
    {
        Expression.Parse("(x^2/log(x) + c)*(x^2/log(x) - c)").Graph.Calls.Count.ShouldBe(6);
        Expression.Parse("q = x^2/log(x); (q + c)*(q - c)").Graph.Calls.Count.ShouldBe(6);
        Expression.Parse("x*y + y*x").Graph.Calls.Count.ShouldBe(2);
        Expression.Parse("x - y + (y - x)").Graph.Calls.Count.ShouldBe(3);
        Expression.Parse("leaky_relu(x, 0.1) + leaky_relu(x, 0.2)").Graph.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public void A_list_has_several_values()
    {
        Expression f = Expression.Parse("s = x + y; [s, x*y, 3]");
        f.IsVector.ShouldBeTrue();
        f.Evaluate(2, 5).ShouldBe([7, 10, 3]);
        Expression.Parse("[x]").IsVector.ShouldBeTrue();
    }

    [Fact]
    public void Numbers_have_the_type_that_was_asked_for()
    {
        Expression f = Expression.Parse("x*0.1", DType.Float32);
        f.Outputs[0].DType.ShouldBe(DType.Float32);
        f.Evaluate(1)[0].ShouldBe(0.1f);
    }

    [Theory]
    [InlineData("", 1, "expected a number, a name or '(', not the end")]
    [InlineData("x +", 4, "expected a number, a name or '(', not the end")]
    [InlineData("x + * 3", 5, "expected a number, a name or '(', not '*'")]
    [InlineData("2 + sine(x)", 5, "'sine' is no function; did you mean sin or sinc or sinh? If a product is meant, write sine*(")]
    [InlineData("(x + 1", 7, "expected ')' for the '(' of column 1, not the end")]
    [InlineData("log(x", 6, "expected ')' for the '(' of column 4, not the end")]
    [InlineData("x + 1)", 6, "there is no opening bracket")]
    [InlineData("log x", 4, "'log' is a function; expected '('")]
    [InlineData("sin^2(x)", 4, "'sin' is a function; expected '('")]
    [InlineData("log(x, 2)", 1, "'log' takes 1 argument, not 2")]
    [InlineData("min(x)", 1, "'min' takes at least 2 arguments, not 1")]
    [InlineData("log()", 5, "expected a number, a name or '(', not ')'")]
    [InlineData("leaky_relu(x, y)", 11, "argument 2 of 'leaky_relu' must be a constant, not y")]
    [InlineData("x $ y", 3, "'$' has no meaning here")]
    [InlineData("x 2", 3, "expected an operator")]
    [InlineData("1.2.3", 4, "second point")]
    [InlineData("x = 2 = 3", 7, "'=' belongs only at the start")]
    [InlineData("2x = 3", 4, "'=' belongs only at the start")]
    [InlineData("pi = 3", 1, "'pi' is a constant")]
    [InlineData("log = 3", 1, "'log' is a function")]
    [InlineData("a = 1; a = 2; a", 8, "'a' already has a value")]
    [InlineData("a + 1; b", 1, "only the last statement may be without a name")]
    [InlineData("b = a; a = 2; b", 8, "'a' was already used as a variable")]
    [InlineData("[x, y", 6, "expected ']' for the '[' of column 1, not the end")]
    [InlineData("[x, y] + 1", 8, "expected the end after ']'")]
    [InlineData("(x, y)", 3, "expected ')' for the '(' of column 1, not ','")]
    [InlineData("a = [x, y]; a", 1, "a list in brackets has no name")]
    [InlineData("x, y", 2, "there is no opening bracket for this ','")]
    [InlineData("1e999", 1, "too large")]
    public void Errors_point_at_the_column(string text, int column, string problem)
    {
        ExpressionException error = Should.Throw<ExpressionException>(() => Expression.Parse(text));
        error.Problem.ShouldContain(problem);
        (error.Position + 1).ShouldBe(column);
        string[] lines = error.Message.Split('\n');
        lines.Length.ShouldBe(3);
        lines[2].ShouldBe(new string(' ', column + 1) + "^");
    }

    [Fact]
    public void An_error_in_a_long_text_shows_its_surroundings()
    {
        string text = string.Concat(Enumerable.Repeat("x + ", 1000)) + "* y" + string.Concat(Enumerable.Repeat(" + x", 1000));
        string[] lines = Should.Throw<ExpressionException>(() => Expression.Parse(text)).Message.Split('\n');
        lines[1].Length.ShouldBeLessThan(82);
        lines[1][lines[2].Length - 1].ShouldBe('*');
    }

    [Fact]
    public void Every_scalar_function_of_the_op_table_is_in_the_language()
    {
        HashSet<Type> known = [];
        foreach (ScalarFunction function in ScalarFunction.All.Values)
        {
            Tensor[] x =
                [.. Enumerable.Range(0, Math.Min(function.Most, Math.Min(function.Settings, 2))).Select(i => Tensor.Symbol($"x{i}"))];
            known.Add(function.Apply(x, [.. Enumerable.Repeat(1.0, Math.Max(0, function.Least - x.Length))]).Creator!.Op.GetType());
        }

        foreach (OpCase row in OpTable.Cases)
        {
            if (row.Inputs.Length != 1 || row.Inputs[0].Shape.Rank != 0) continue;
            Tensor y = row.Apply([Tensor.Symbolic([], row.Inputs[0].Domain == Domain.Truth ? DType.Bool : DType.Float64)]);
            if (y.Creator?.Op is PointwiseOp op) (op is Negate || known.Contains(op.GetType())).ShouldBeTrue($"{row}: {op.Name}");
        }
    }

    [Fact]
    public void Depth_does_not_matter()
    {
        const int depth = 10_000;
        Value(new string('(', depth) + "x" + new string(')', depth), 3).ShouldBe(3);
        Value(string.Concat(Enumerable.Repeat("sin(", depth)) + "x" + new string(')', depth), 0).ShouldBe(0);
        Value(new string('-', depth) + "x", 3).ShouldBe(3);
        Value("2^" + string.Concat(Enumerable.Repeat("1^", depth)) + "x", 3).ShouldBe(2);
        Should.Throw<ExpressionException>(() => Expression.Parse(new string('(', depth))).Position.ShouldBe(depth);
    }

    [Fact]
    public void A_long_expression_is_read_and_written()
    {
        var text = new StringBuilder("x");
        while (text.Length < 1 << 20) text.Append(" + sin(x*").Append(text.Length).Append(')');
        Expression f = Expression.Parse(text.ToString());
        Formula.Text(f.Outputs[0]).ShouldBe(text.ToString());
    }
}
