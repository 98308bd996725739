using System.Text.Json;
using Adjoint.Nn;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class DerivationTests
{
    private const string A = "(x^2/log(x) + c)*(x^2/log(x) - c)";

    [Fact]
    public void The_trace_has_each_step_once_with_partials_and_adjoints()
    {
        Derivation trace = Derivation.Of(Expression.Parse(A), 3, 5);
        trace.Rows.Select(row => $"{row.Name} = {row.Operation}").ShouldBe(
            ["v1 = x^2", "v2 = log(x)", "v3 = v1/v2", "v4 = v3 + c", "v5 = v3 - c", "f = v4*v5"]);
        DerivationRow quotient = trace.Rows[2];
        quotient.WrittenOut.ShouldBe("x^2/log(x)");
        quotient.Inputs.ShouldBe(["v1", "v2"]);
        quotient.Partials.Select(partial => partial.Formula).ShouldBe(["1/v2", "-v1/v2^2"]);
        quotient.Partials[0].Value!.Value.ShouldBe(0.910239226626837, 1e-14);
        quotient.Partials[1].Value!.Value.ShouldBe(-7.45681904721201, 1e-13);
        quotient.Value!.Item().ShouldBe(8.19215303964154, 1e-13);
        trace.Rows[^1].Value!.Item().ShouldBe(42.11137142490805, 1e-12);
        trace.Rows[^1].Adjoint!.Item().ShouldBe(1);
        trace.Variables.Select(variable => variable.Name).ShouldBe(["x", "c"]);
        trace.Variables[0].Adjoint!.Item().ShouldBe(48.75689335076092, 1e-12);
        trace.Variables[1].Adjoint!.Item().ShouldBe(-10, 1e-12);
    }

    [Fact]
    public void Statements_name_their_rows_and_generated_names_avoid_them()
    {
        Derivation trace = Derivation.Of(Expression.Parse("v1 = x^2; f = v1 + v3; sin(f)*exp(f)"), 0.5, 1);
        trace.Rows.Select(row => row.Name).ShouldBe(["v1", "f", "v2", "v4", "f1"]);
        trace.Rows[^1].Operation.ShouldBe("v2*v4");
    }

    [Fact]
    public void An_input_used_twice_has_one_partial()
    {
        DerivationRow row = Derivation.Of(Expression.Parse("x*x"), 3).Rows[0];
        row.Inputs.ShouldBe(["x"]);
        row.Partials.Single().Formula.ShouldBe("2*x");
        row.Partials.Single().Value.ShouldBe(6);
    }

    [Theory]
    [InlineData("log(x - 4)", "v1", "log(v1)", "v1 = -1", "v1 > 0")]
    [InlineData("1/(x - 3)", "v1", "1/v1", "v1 = 0", "v1 != 0")]
    [InlineData("sqrt(-x)", "v1", "sqrt(v1)", "v1 = -3", "v1 >= 0")]
    [InlineData("(x - 3)^-1", "v1", "v1^(-1)", "v1 = 0", "v1 = 0 and -1 >= 0")]
    [InlineData("(-x)^0.5", "v1", "v1^0.5", "v1 = -3", "a whole number 0.5")]
    [InlineData("asin(x)", "x", "asin(x)", "x = 3", "-1 <= x <= 1")]
    [InlineData("exp(1000x)", "v1", "exp(v1)", "v1 = 3000", "too large for float64")]
    [InlineData("x + 1/0", "", "1/0", "", "0 != 0")]
    [InlineData("log(-1)*x", "", "log(-1)", "", "-1 > 0")]
    public void A_point_outside_the_domain_names_the_step(string text, string input, string step, string at, string needs)
    {
        DomainException error = Should.Throw<DomainException>(() => Derivation.Of(Expression.Parse(text), 3));
        error.Step.ShouldEndWith(step);
        error.Message.ShouldContain(input.Length > 0 ? $"{step} at {at}, but " : $"{step}, but ");
        error.Message.ShouldContain(needs);
    }

    [Fact]
    public void Whole_powers_have_derivatives_at_and_below_0()
    {
        foreach (double x in (double[])[0, -2])
        {
            Derivation.Of(Expression.Parse("x^3"), x).Variables[0].Adjoint!.Item().ShouldBe(3 * x * x);
            Derivation.Of(Expression.Parse("x^2"), x).Variables[0].Adjoint!.Item().ShouldBe(2 * x);
        }

        Derivation.Of(Expression.Parse("x^0 + x^1"), 0).Variables[0].Adjoint!.Item().ShouldBe(1);
        Derivation.Of(Expression.Parse("x^-3"), -2).Variables[0].Adjoint!.Item().ShouldBe(-3.0 / 16, 1e-15);
    }

    [Fact]
    public void A_network_has_rows_with_shapes_and_norms()
    {
        var random = new Generator(1);
        var model = new Sequential(new Linear(3, 4, generator: random), new ReLU(), new Linear(4, 2, generator: random));
        Tensor x = Tensor.Normal([5, 3], generator: random);
        Tensor loss = model.Forward(x).CrossEntropy(Tensor.From<long>([0, 1, 1, 0, 1]));

        Derivation trace = Derivation.Of(loss, model.NamedParameters());

        trace.Variables.Select(v => v.Name).Where(name => name.Contains('.')).ShouldBe(
            model.NamedParameters().Select(p => p.Name), ignoreOrder: true);
        loss.Backward(retainGraph: true);
        foreach ((string name, Tensor parameter) in model.NamedParameters())
        {
            DerivationVariable variable = trace.Variables.First(v => v.Name == name);
            variable.Adjoint!.ToArray<float>().ShouldBe(parameter.Grad!.ToArray<float>());
            variable.Value!.ToArray<float>().ShouldBe(parameter.ToArray<float>());
        }

        trace.Rows.Where(row => row.Value is null).Select(row => row.Operation).ShouldBeEmpty();
        trace.Rows[^1].Value!.Item().ShouldBe(loss.Item());
        trace.Rows[^1].Adjoint!.Item().ShouldBe(1);
        string text = trace.ToText();
        text.ShouldContain("[5, 4]");
        text.ShouldContain("norm ");
        text.ShouldContain("relu(");
        JsonElement json = JsonDocument.Parse(trace.ToJson()).RootElement;
        json.GetProperty("trace").GetArrayLength().ShouldBe(trace.Rows.Count);
        JsonElement first = json.GetProperty("trace")[0].GetProperty("value");
        first.GetProperty("norm").GetDouble().ShouldBeGreaterThan(0);
        first.GetProperty("shape").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void A_symbolic_tensor_has_formulas_but_no_values()
    {
        Tensor w = Tensor.Symbol("W", shape: [3, 2]);
        Derivation trace = Derivation.Of(Tensor.Symbol("x", shape: [4, 3]).MatMul(w).Tanh().Sum());
        trace.Variables.Select(v => v.Name).ShouldBe(["x", "W"]);
        trace.Rows[0].Operation.ShouldBe("x @ W");
        trace.Rows[0].Partials[1].Formula.ShouldBe("permute(x, [1, 0]) @ g");
        trace.Rows.ShouldAllBe(row => (object?)row.Value == null && (object?)row.Adjoint == null);
        trace.ToDot().ShouldContain("\"W\" -> \"v1\"");
    }

    [Fact]
    public void A_recorded_number_is_traced_too()
    {
        Tensor x = Tensor.Scalar(3, DType.Float64).WithGrad();
        x.Name = "x";
        Derivation trace = Derivation.Of((x * x + 1).Log());
        trace.Rows.Select(row => $"{row.Name} = {row.Operation}").ShouldBe(["v1 = x*x", "v2 = v1 + 1", "f = log(v2)"]);
        trace.Variables.Single().Adjoint!.Item().ShouldBe(0.6, 1e-15);
        trace.Rows[2].Partials.Single().Formula.ShouldBe("1/v2");
    }

    [Fact]
    public void Dot_and_latex_show_values_partials_and_adjoints()
    {
        Derivation trace = Derivation.Of(Expression.Parse("log(x)/x"), 2);
        trace.ToDot().ShouldContain("\"v1\" -> \"f\" [label=\"1/x\\n0.5\"]");
        trace.ToDot().ShouldContain("\"x\" [style=rounded, label=\"x\\nvalue 2\\nadjoint 0.0767132");
        trace.ToLatex().ShouldContain(@"\frac{\partial v_{1}}{\partial x} &= \frac{1}{x} = 0.5");
    }

    [Theory]
    [InlineData(A, "x", "(∂f/∂v4*∂v4/∂v3 + ∂f/∂v5*∂v5/∂v3)*(∂v3/∂v1*∂v1/∂x + ∂v3/∂v2*∂v2/∂x)",
        "(v5*1 + v4*1)*(1/v2*(2*x) + (-v1/v2^2)*(1/x))")]
    [InlineData(A, "c", "∂f/∂v4*∂v4/∂c + ∂f/∂v5*∂v5/∂c", "v5*1 + v4*(-1)")]
    [InlineData("sin(exp(x))", "x", "∂f/∂v1*∂v1/∂x", "cos(v1)*v1")]
    [InlineData("x", "x", "1", "1")]
    [InlineData("x + y", "y", "∂f/∂y", "1")]
    [InlineData("y - x", "x", "∂f/∂x", "-1")]
    [InlineData("5*x", "x", "∂f/∂x", "5")]
    [InlineData("x + 0*y", "y", "0", "0")]
    public void The_chain_rule_multiplies_what_every_path_passes(string text, string variable, string partials, string rows)
    {
        ChainRule rule = ChainRule.Of(Derivation.Of(Expression.Parse(text)), variable);
        Formula.Text(rule.InPartials).ShouldBe(partials);
        Formula.Text(rule.InRows).ShouldBe(rows);
    }

    [Fact]
    public void The_symbolic_derivative_is_short()
    {
        Expression f = Expression.Parse(A);
        Tensor[] formulas = Differentiation.Formulas(f.Outputs[0], f.Variables);
        Formula.Text(formulas[0]).Length.ShouldBeLessThanOrEqualTo("2*x^2*(2*x/log(x) - x/log(x)^2)/log(x)".Length);
        Formula.Text(formulas[1]).ShouldBe("-2*c");
        Cost cost = Cost.Of(f, f.Variables, formulas);
        cost.Function.ShouldBe(6);
        cost.Symbolic.ShouldBeLessThan(cost.Reverse);
        cost.Forward.Count.ShouldBe(2);
    }

    [Fact]
    public void Derivatives_of_any_order()
    {
        Expression f = Expression.Parse("x^5*y^2");
        IReadOnlyList<PartialDerivative> third = Differentiation.OfOrder(f, 3, f.Variables, [2, 3]);
        third.Select(d => string.Concat(d.Variables)).ShouldBe(["xxx", "xxy", "xyy", "yyy"]);
        third.Select(d => Formula.Text(d.Formula)).ShouldBe(["60*x^2*y^2", "40*x^3*y", "10*x^4", "0"]);
        third.Select(d => d.Value!.Value).ShouldBe([2160, 960, 160, 0]);
    }

    [Fact]
    public void A_long_chain_is_derived()
    {
        const int length = 20_000;
        Expression f = Expression.Parse(string.Concat(Enumerable.Repeat("sin(", length)) + "x" + new string(')', length));
        Derivation trace = Derivation.Of(f, 1);
        trace.Rows.Count.ShouldBe(length);
        trace.Variables[0].Adjoint!.Item().ShouldBeGreaterThan(0);
        Formula.Text(ChainRule.Of(trace, "x").InPartials).ShouldStartWith($"∂f/∂v{length - 1}*∂v{length - 1}/∂v{length - 2}*");
        trace.Rows[^1].WrittenOut.ShouldBe($"sin(v{length - 1})");
    }
}
