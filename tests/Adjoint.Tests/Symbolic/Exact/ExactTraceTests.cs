using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class ExactTraceTests
{
    [Theory]
    [InlineData("1/3 + 1/6", "1/2")]
    [InlineData("sqrt(8)", "2*sqrt(2)")]
    [InlineData("1/sqrt(2)", "sqrt(2)/2")]
    [InlineData("sqrt(2)*sqrt(3)", "sqrt(6)")]
    [InlineData("log(9)/log(3)", "2")]
    [InlineData("log(1/3)", "-log(3)")]
    [InlineData("exp(2*log(3))", "9")]
    [InlineData("log(exp(5))", "5")]
    [InlineData("sin(pi/6)", "1/2")]
    [InlineData("cos(pi)", "-1")]
    [InlineData("0.1 + 0.2", "3/10")]
    [InlineData("27^(2/3)", "9")]
    [InlineData("2^100/2^99", "2")]
    [InlineData("(1 + sqrt(2))^2", "2*sqrt(2) + 3")]
    [InlineData("9/log(3)", "9/log(3)")]
    public void Constants_stay_exact(string text, string exact)
    {
        ExactNumber number = ExactTrace.Read(text);
        number.Text.ShouldBe(exact);
        number.Value.ShouldBe(Expression.Parse(text).Evaluate()[0], 1e-12);
        Expression.Parse(number.Text).Evaluate()[0].ShouldBe(number.Value, 1e-12);
    }

    [Fact]
    public void The_trace_of_a_sheet_is_exact()
    {
        Derivation trace = Derivation.Of(Expression.Parse("(x^2/log(x) + c)*(x^2/log(x) - c)"), 3, 5);
        ExactTrace exact = ExactTrace.Of(trace);
        exact.Value("f")!.Text.ShouldBe("81/log(3)^2 - 25");
        exact.Adjoint("x")!.Text.ShouldBe("108/log(3)^2 - 54/log(3)^3");
        exact.Adjoint("x")!.Value.ShouldBe(48.75689335076092, 1e-10);
        exact.Adjoint("c")!.Text.ShouldBe("-10");
    }

    [Fact]
    public void Random_traces_have_the_values_of_floating_point()
    {
        string[] all = ["x/(y + 1)", "sqrt(x*y)*log(x)", "sin(x)*exp(y)", "relu(x - y)^2", "x^y", "tanh(x/y)", "sigmoid(x) - y",
            "log10(x)/y", "cases(x > y, x/3, y)"];
        var random = new Random(3);
        foreach (string text in all)
        {
            for (int i = 0; i < 5; i++)
            {
                Derivation trace = Derivation.Of(Expression.Parse(text), random.Next(1, 9) / 2.0, random.Next(1, 9));
                ExactTrace exact = ExactTrace.Of(trace);
                foreach (DerivationVariable variable in trace.Variables)
                    exact.Adjoint(variable.Name)!.Value.ShouldBe(variable.Adjoint!.Item(), 1e-9 * Math.Max(1,
                        Math.Abs(variable.Adjoint.Item())), text);
            }
        }
    }
}
