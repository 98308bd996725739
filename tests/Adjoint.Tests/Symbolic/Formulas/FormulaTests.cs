using Adjoint.Ops;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("(x^2/log(x) + c)*(x^2/log(x) - c)")]
    [InlineData("x - (y - z) - 1")]
    [InlineData("x/(y/z)/2")]
    [InlineData("x/(y*z)")]
    [InlineData("(x^y)^z + x^y^z")]
    [InlineData("(x + 1)^2*3")]
    [InlineData("-x^2 + (-x)^2")]
    [InlineData("x*(-y) + (-(x + y))")]
    [InlineData("2^(-x)")]
    [InlineData("1/3*x + 2*pi")]
    [InlineData("exp(x)*1e-05 + 1e+20")]
    [InlineData("min(x, y) - abs(max(x, 0.1))")]
    [InlineData("leaky_relu(x, 0.25) + softplus(x, 1, 20)")]
    [InlineData("1/sqrt(x)")]
    public void Text_is_written_with_the_parentheses_it_needs_and_no_more(string text) =>
        Formula.Text(Expression.Parse(text).Outputs[0]).ShouldBe(text);

    [Theory]
    [InlineData("(x^2/log(x) + c)^2", @"\left(\frac{x^{2}}{\log\left(x\right)} + c\right)^{2}")]
    [InlineData("(a/b)^2*(a + b)/c", @"\frac{\left(\frac{a}{b}\right)^{2} \cdot \left(a + b\right)}{c}")]
    [InlineData("exp(-x^2)^2", @"\left(e^{-x^{2}}\right)^{2}")]
    [InlineData("sqrt(abs(alpha_1 + rate))", @"\sqrt{\left|\alpha_{1} + \mathrm{rate}\right|}")]
    [InlineData("asin(x2)*log2(pi)", @"\arcsin\left(x_{2}\right) \cdot \log_{2}\left(\pi\right)")]
    [InlineData("sigmoid(x)*1e-7", @"\operatorname{sigmoid}\left(x\right) \cdot \left(1 \cdot 10^{-7}\right)")]
    [InlineData("x^-1", "x^{-1}")]
    public void Latex_is_written(string text, string latex) => Formula.Latex(Expression.Parse(text).Outputs[0]).ShouldBe(latex);

    [Theory]
    [InlineData("x^y", "y*x^(y - 1)", "log(x)*x^y")]
    [InlineData("2^x*y", "y*log(2)*2^x", "2^x")]
    [InlineData("(x^y)*log(y)", "log(y)*(y*x^(y - 1))", "log(y)*(log(x)*x^y) + x^y/y")]
    [InlineData("max(x, y)", "(sign(x - y) + 1)/2", "1/2 - sign(x - y)/2")]
    [InlineData("min(x, 2y)", "1/2 - sign(x - 2*y)/2", "sign(x - 2*y) + 1")]
    public void Derivatives_are_written_as_on_paper_and_read_back(string text, params string[] slopes)
    {
        Expression f = Expression.Parse(text);
        Differentiation.Formulas(f.Outputs[0], f.Variables).Select(Formula.Text).ShouldBe(slopes);
        Expression read = Expression.Parse($"[0*x + 0*y, {string.Join(", ", slopes)}]");
        foreach (double[] point in (double[][])[[1.5, 2.5], [2.5, 0.5], [3, 1.5]])
        {
            double[] values = read.Evaluate(point);
            IReadOnlyList<PartialDerivative> exact = Differentiation.OfOrder(f, 1, f.Variables, point);
            for (int i = 0; i < slopes.Length; i++) values[i + 1].ShouldBe(exact[i].Value!.Value, 1e-13);
        }
    }

    [Fact]
    public void Pieces_that_are_used_too_often_get_names()
    {
        var statements = new List<string> { "a0 = x + y" };
        for (int i = 1; i < 64; i++) statements.Add($"a{i} = a{i - 1}*a{i - 1}/2");
        Expression f = Expression.Parse(string.Join("; ", statements));
        string text = Formula.Text(f.Outputs[0]);
        text.ShouldStartWith("t1 = x + y; t2 = t1*t1/2; ");
        text.Length.ShouldBeLessThan(2000);
        Expression.Parse(text).Graph.Calls.Count.ShouldBe(f.Graph.Calls.Count);
        Formula.Latex(f.Outputs[0]).ShouldStartWith(@"t_{1} = x + y;\quad t_{2} = \frac{t_{1} \cdot t_{1}}{2};\quad ");
    }

    [Fact]
    public void Every_operation_of_the_table_is_written()
    {
        foreach (OpCase op in OpTable.Cases)
        {
            Tensor[] x = [.. op.Inputs.Select((input, i) => Tensor.Symbolic(
                input.Shape, input.Domain switch { Domain.Truth => DType.Bool, Domain.Index => DType.Int64, _ => DType.Float64 }))];
            for (int i = 0; i < x.Length; i++) x[i].Name = $"x{i}";
            Tensor y = op.Apply(x);
            string text = Formula.Text(y);
            string latex = Formula.Latex(y);
            foreach (string written in (string[])[text, latex])
            {
                written.ShouldNotContain("#");
                written.ShouldNotContain("Adjoint", Case.Sensitive);
                written.Count(c => c is '(' or '[' or '{').ShouldBe(written.Count(c => c is ')' or ']' or '}'), written);
            }

            if (y.Creator is not null) text.ShouldNotBe("x0", op.ToString());
        }
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void Numbers_in_half_precision_have_as_many_digits_as_they_need(DType type)
    {
        Tensor y = (Tensor.Symbol("x", type) * 0.1) + 2.5;
        Formula.Text(y).ShouldBe("x*0.1 + 2.5");
        Formula.Text(Simplifier.Simplify(y)).ShouldBe("0.1*x + 2.5");
        Should.Throw<DTypeException>(() => Expression.Parse("x", type)).Message.ShouldContain(type.Name());
    }
}
