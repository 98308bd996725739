namespace Adjoint.Tests.Autograd;

/// <summary>
/// f(x, c) = (x²/log x + c)(x²/log x − c) at x = 3, c = 5, whose value and derivatives are q² − c², 2q(2x/log x − x/log² x)
/// and −2c with q = x²/log x.
/// </summary>
public sealed class ChainRuleTests
{
    private const double Value = 42.11137142490805;
    private const double SlopeX = 48.75689335076092;

    [Fact]
    public void In_double_precision_to_twelve_digits()
    {
        (Tensor f, Tensor x, Tensor c) = F(DType.Float64);
        f.Backward();
        f.Item().ShouldBe(Value, 1e-12);
        x.Grad!.Item().ShouldBe(SlopeX, 1e-12);
        c.Grad!.Item().ShouldBe(-10, 1e-12);
    }

    [Fact]
    public void In_single_precision_to_two_units_in_the_last_place()
    {
        (Tensor f, Tensor x, Tensor c) = F(DType.Float32);
        f.Backward();
        UnitsBetween(f, Value).ShouldBeLessThanOrEqualTo(2);
        UnitsBetween(x.Grad!, SlopeX).ShouldBeLessThanOrEqualTo(2);
        UnitsBetween(c.Grad!, -10).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Forward_mode_agrees()
    {
        (Tensor f, Tensor x, Tensor c) = F(DType.Float64);
        Tensor one = Tensor.Scalar(1, DType.Float64);
        Engine.Jvp(f, [x], [one]).Item().ShouldBe(SlopeX, 1e-12);
        Engine.Jvp(f, [c], [one]).Item().ShouldBe(-10, 1e-12);
        Engine.Jvp(f, [x, c], [one, one]).Item().ShouldBe(SlopeX - 10, 1e-12);
    }

    [Fact]
    public void Local_partials_are_those_of_the_books()
    {
        (Tensor f, Tensor x, Tensor _) = F(DType.Float64);
        Tensor product = f;
        Tensor a = product.Creator!.Inputs[0];
        Tensor b = product.Creator!.Inputs[1];
        Tensor q = a.Creator!.Inputs[0];
        double log = Math.Log(3);
        Engine.Grad([f], [a, b, x], retainGraph: true)
            .Select(g => g.Item()).ShouldBe([b.Item(), a.Item(), SlopeX], 1e-12);
        Engine.Grad([q], [x]).Single().Item().ShouldBe((6 / log) - (9 / (log * log) / 3), 1e-12);
    }

    private static (Tensor F, Tensor X, Tensor C) F(DType type)
    {
        Tensor x = Tensor.Scalar(3, type).WithGrad();
        Tensor c = Tensor.Scalar(5, type).WithGrad();
        Tensor q = x.Square() / x.Log();
        return ((q + c) * (q - c), x, c);
    }

    private static int UnitsBetween(Tensor actual, double truth) => Math.Abs(
        BitConverter.SingleToInt32Bits((float)actual.Item()) - BitConverter.SingleToInt32Bits((float)truth));
}
