using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class SlipsTests
{
    private static readonly Expression Sheet = Expression.Parse("(x^2/log(x) + c)*(x^2/log(x) - c)");

    [Theory]
    [InlineData(52.4, "every number rounded to 1 decimal")]
    [InlineData(49.17, "every number rounded to 2 decimals")]
    [InlineData(-48.75689335, "the quotient rule for v3 = v1/v2 the wrong way round")]
    [InlineData(97.5137867, "the result is twice")]
    public void A_number_by_hand_is_explained(double answer, string explanation) =>
        Slips.Of(Sheet, [3, 5], Sheet.Variables[0]).Where(slip => Math.Abs(slip.Value - answer) < 1e-6)
            .ShouldContain(slip => slip.Explanation.StartsWith(explanation, StringComparison.Ordinal));

    [Fact]
    public void A_forgotten_inner_derivative_is_found()
    {
        Expression f = Expression.Parse("sin(3*x)");
        Slips.Of(f, [0.5], f.Variables[0]).ShouldContain(
            slip => Math.Abs(slip.Value - Math.Cos(1.5)) < 1e-12 && slip.Explanation.StartsWith("the inner derivative ∂v1/∂x = 3",
                StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_are_named_from_the_outside_in() =>
        DifferentiationRules.Of(Derivation.Of(Expression.Parse("x*sin(x^2)")), "x").Select(step => step.Rule)
            .ShouldBe(["product rule", "chain rule", "power rule"]);

    [Fact]
    public void Values_alone_or_to_even_can_be_rounded()
    {
        Rounding.Decimals(0).HalvesToEven().Round(2.5).ShouldBe(2);
        Rounding.Decimals(0).Round(2.5).ShouldBe(3);
        Derivation trace = Derivation.Of(Sheet, 3, 5);
        HandRounding results = HandRounding.Of(Sheet, trace, [3, 5], Sheet.Variables, Rounding.Decimals(2), RoundingScope.Results);
        results.Gradients[0].Value.ShouldBe(48.76);
        HandRounding kept = HandRounding.Of(Sheet, trace, [3, 5], Sheet.Variables, Rounding.Decimals(1), RoundingScope.All,
            keepFractions: true);
        kept.Rows[1].Partials[0].ShouldBe(1.0 / 3);
    }

    [Theory]
    [InlineData("x^x", 16)]
    [InlineData("sin(x)*exp(x^2)", 12)]
    public void High_orders_stay_small(string text, int order)
    {
        Expression f = Expression.Parse(text);
        PartialDerivative derivative = Differentiation.OfOrder(f, order, f.Variables, [1.0])[0];
        Formula.Text(derivative.Formula).Length.ShouldBeLessThan(8000);
    }
}
