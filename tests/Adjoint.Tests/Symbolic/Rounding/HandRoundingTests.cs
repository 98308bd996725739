using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>The rounded trace against values that were computed by hand, and by a program of its own in decimal arithmetic.</summary>
public sealed class HandRoundingTests
{
    private static HandRounding Do(string text, Rounding rounding, params double[] point)
    {
        Expression f = Expression.Parse(text);
        return HandRounding.Of(f, Derivation.Of(f, point), point, f.Variables, rounding);
    }

    [Theory]
    [InlineData(1, 52.4, 42.2)]
    [InlineData(2, 49.17, 41.91)]
    [InlineData(3, 48.782, 42.06)]
    [InlineData(4, 48.7565, 42.1121)]
    public void Decimals_give_the_known_results(int decimals, double gradient, double value)
    {
        HandRounding rounded = Do("(x^2/log(x) + c)*(x^2/log(x) - c)", Rounding.Decimals(decimals), 3, 5);
        rounded.Gradients[0].Value.ShouldBe(gradient);
        rounded.Gradients[1].Value.ShouldBe(-10);
        rounded.Value.ShouldBe(value);
        rounded.Gradients[0].Exact.ShouldBe(48.75689335076092, 1e-12);
        rounded.Gradients[0].Error.ShouldBe(gradient - 48.75689335076092, 1e-12);
    }

    [Fact]
    public void The_worst_rounding_is_named()
    {
        HandRounding rounded = Do("(x^2/log(x) + c)*(x^2/log(x) - c)", Rounding.Decimals(1), 3, 5);
        RoundingEffect worst = rounded.Gradients[0].Effects[0];
        worst.Step.ShouldBe("∂v2/∂x");
        worst.Formula.ShouldBe("1/x");
        worst.Exact.ShouldBe(1.0 / 3, 1e-15);
        worst.Rounded.ShouldBe(0.3);
        worst.Effect.ShouldBe(4.0724935215783, 1e-12);
        rounded.Gradients[0].Effects.Select(effect => Math.Abs(effect.Effect)).ShouldBeInOrder(SortDirection.Descending);
    }

    [Theory]
    [InlineData("exp(x)/x", 0.1, 3)]
    [InlineData("sin(x*x)*x", 1.7, 2)]
    [InlineData("x^3", 2, 1)]
    public void Many_digits_are_exact(string text, double x, int few)
    {
        HandRounding exact = Do(text, Rounding.Significant(15), x);
        exact.Gradients[0].Error.ShouldBe(0, 1e-11);
        HandRounding rounded = Do(text, Rounding.Significant(few), x);
        rounded.Rows.ShouldAllBe(row => row.Value == Rounding.Significant(few).Round(row.Value));
    }

    [Fact]
    public void Variables_and_constants_are_not_rounded()
    {
        HandRounding rounded = Do("x*0.123 + y", Rounding.Decimals(1), 0.46, 0.04);
        rounded.Rows[0].Value.ShouldBe(0.1);
        rounded.Value.ShouldBe(0.1);
        rounded.Gradients[0].Value.ShouldBe(0.1);
        rounded.Gradients[1].Value.ShouldBe(1);
        rounded.Gradients[1].Effects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2.675, 2, 2.68)]
    [InlineData(-2.5, 0, -3)]
    [InlineData(0.05, 1, 0.1)]
    [InlineData(0.049999, 1, 0)]
    [InlineData(0.0049999, 1, 0)]
    [InlineData(9.96, 1, 10)]
    [InlineData(1234567, 2, 1234567)]
    [InlineData(1e300, 5, 1e300)]
    [InlineData(1e-300, 5, 0)]
    public void Decimals_round_halves_away_from_zero(double value, int decimals, double expected) =>
        Rounding.Decimals(decimals).Round(value).ShouldBe(expected);

    [Theory]
    [InlineData(1234567, 2, 1200000)]
    [InlineData(0.0012345, 4, 0.001235)]
    [InlineData(-9.96, 2, -10)]
    [InlineData(1.5e-300, 1, 2e-300)]
    [InlineData(0, 3, 0)]
    public void Significant_digits_round_halves_away_from_zero(double value, int digits, double expected) =>
        Rounding.Significant(digits).Round(value).ShouldBe(expected);
}
