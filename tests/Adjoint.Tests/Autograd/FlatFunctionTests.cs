namespace Adjoint.Tests.Autograd;

/// <summary>What a function is flat in is used, so its gradient is zeros and neither missing nor an error, as in PyTorch.</summary>
public class FlatFunctionTests
{
    public static TheoryData<string> Names => [.. Functions.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["Floor"] = x => x.Floor(),
        ["Ceil"] = x => x.Ceil(),
        ["Round"] = x => x.Round(),
        ["Trunc"] = x => x.Trunc(),
        ["Sign"] = x => x.Sign(),
        ["Norm(0)"] = x => x.Norm(0),
        ["Divide"] = x => x.Divide(2, RoundingMode.Floor),
        ["Divide by"] = x => (x + 4).Divide(x + 3, RoundingMode.Trunc),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_zeros(string name)
    {
        Tensor x = Tensor.Of(-1.5, 0, 2.25).WithGrad();
        Functions[name](x).Sum().Backward();
        x.Grad.ShouldNotBeNull().ToArray<double>().ShouldBe([0.0, 0, 0]);
        Engine.Grad([Functions[name](x).Sum()], [x])[0].ToArray<double>().ShouldBe([0.0, 0, 0]);
        Engine.Grad([(Functions[name](x) * x.Square()).Sum()], [x], createGraph: true)[0].RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void What_is_not_used_has_none()
    {
        Tensor x = Tensor.Of(1.0).WithGrad();
        Tensor y = Tensor.Of(2.0).WithGrad();
        y.Floor().Sum().Backward();
        x.Grad.ShouldBeNull();
        Should.Throw<GraphException>(() => Engine.Grad([y.Floor().Sum()], [x]));
    }
}
