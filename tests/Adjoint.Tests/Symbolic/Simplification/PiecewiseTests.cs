using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>Derivatives as one would write them: cases, powers, constants.</summary>
public sealed class PiecewiseTests
{
    [Theory]
    [InlineData("relu(x)", "[x > 0]")]
    [InlineData("elu(x, 1.5)", "cases(x > 0, 1, 1.5*exp(x))")]
    [InlineData("leaky_relu(x)", "cases(x > 0, 1, 0.01)")]
    [InlineData("clamp(x, 0, 1)", "[x >= 0 and x <= 1]")]
    [InlineData("hardswish(x)", "cases(x > 3, 1, [x >= -3]*(2*x + 3)/6)")]
    [InlineData("cases(x > 0, x^2, 0)", "2*x*[x > 0]")]
    [InlineData("log10(x)", "1/(x*log(10))")]
    [InlineData("exp2(x)", "exp2(x)*log(2)")]
    [InlineData("erfinv(x)", "sqrt(pi)*exp(erfinv(x)^2)/2")]
    [InlineData("x*x^(1/3)", "4*x^(1/3)/3")]
    [InlineData("sqrt(x) + x^(1/2)", "1/sqrt(x)")]
    [InlineData("logit(x)", "1/(x*(1 - x))")]
    public void Slopes_are_written_as_mathematics(string function, string slope)
    {
        Expression f = Expression.Parse(function);
        string written = Formula.Text(Differentiation.Formulas(f.Outputs[0], f.Variables)[0]);
        written.ShouldBe(slope);
        Formula.Text(Expression.Parse(written).Outputs[0]).ShouldBe(slope);
    }

    [Theory]
    [InlineData("[0 < x < 2]", 1, 1)]
    [InlineData("[0 < x < 2]", 2, 0)]
    [InlineData("[not (x > 0 or x < -1)]", -0.5, 1)]
    [InlineData("[x = 2] + [x != 2]", 2, 1)]
    [InlineData("3[x >= 2]", 2, 3)]
    [InlineData("cases(x < 0, -x, x < 1, x^2, 7)", 0.5, 0.25)]
    [InlineData("cases(x < 0, -x, x < 1, x^2, 7)", 3, 7)]
    public void Conditions_have_values(string text, double x, double value) => Expression.Parse(text).Evaluate(x).ShouldBe([value]);

    [Theory]
    [InlineData("x > 0", "only in brackets")]
    [InlineData("sin(x > 0)", "only in brackets")]
    [InlineData("x*[y]", "hold a condition")]
    [InlineData("cases(x, 1, 2)", "by turns")]
    [InlineData("[x and y]", "between conditions")]
    [InlineData("x**2", "x^2")]
    [InlineData("x²", "x^2")]
    [InlineData("|x|", "abs(x)")]
    [InlineData("swish(x)", "silu")]
    [InlineData("sigmod(x)", "did you mean sigmoid")]
    public void Mistakes_are_answered_with_what_to_write(string text, string hint) =>
        Should.Throw<ExpressionException>(() => Expression.Parse(text)).Problem.ShouldContain(hint);

    [Fact]
    public void A_name_can_be_given_a_new_value_from_its_old_one()
    {
        Expression f = Expression.Parse("w = w - 0.1*w^2; w = w - 0.1*w^2; w^2");
        f.Statements.Select(s => s.Name).ShouldBe(["w₁", "w₂"]);
        Derivation.Of(f, 2).Rows.Select(row => row.Name).Distinct().Count().ShouldBe(Derivation.Of(f, 2).Rows.Count);
        double first = 2 - 0.4;
        f.Evaluate(2)[0].ShouldBe(Math.Pow(first - (0.1 * first * first), 2), 1e-12);
    }
}
