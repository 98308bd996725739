namespace Adjoint.Tests.Ops;

public sealed class AveragePoolTests
{
    [Fact]
    public void A_divisor_is_any_number_but_0()
    {
        Tensor x = Tensor.From<double>([1, 2, 3, 4], [1, 1, 2, 2]);
        x.AvgPool2d(2, divisorOverride: -2).Item().ShouldBe(-5);
        Should.Throw<ShapeException>(() => x.AvgPool2d(2, divisorOverride: 0)).Message.ShouldBe("AvgPool2d: the divisor is 0.");
    }
}
