using Adjoint.Ops;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Ops;

public sealed class MagnitudeTests
{
    private static readonly double[] Left = [1, 2, -3, 0, double.NaN, 1, double.PositiveInfinity, double.PositiveInfinity, 4, 5, -1];
    private static readonly double[] Right = [2, 1, -3, -0.0, 1, double.NaN, double.PositiveInfinity, 0, 5, 5, -2];
    private static readonly double[] Steps = [0, 1, 0.5, 0.5, 1, 1, 0.5, 1, 0, 0.5, 1];

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void The_step_function_is_a_half_at_equal_numbers_and_1_at_NaN(DType type)
    {
        Tensor y = Engine.Apply(Heaviside.Op, Tensor.Of(Left).To(type), Tensor.Of(Right).To(type));
        y.To(DType.Float64).ToArray<double>().ShouldBe(Steps);
    }

    [Fact]
    public void A_captured_gradient_of_a_maximum_is_the_eager_one()
    {
        Tensor a = Tensor.Of(Left).WithGrad();
        Tensor b = Tensor.Of(Right);
        Tensor eager = Engine.Grad([Tensor.Maximum(a, b).Sum()], [a])[0]!;
        Graph graph = Graph.Capture(
            x => [Engine.Grad([Tensor.Maximum(x[0], x[1]).Sum()], [x[0]], createGraph: true)[0]!],
            new Spec(DType.Float64, [Left.Length]), new Spec(DType.Float64, [Left.Length]));
        graph.Run(a.Detach(), b)[0].ToArray<double>().ShouldBe(eager.ToArray<double>());
        eager.ToArray<double>().ShouldBe(Steps);
    }

    [Fact]
    public void The_slope_of_a_maximum_is_written_with_a_sign()
    {
        Tensor x = Tensor.Symbol("x");
        Tensor slope = Engine.Grad([Tensor.Maximum(x, x.Square())], [x], createGraph: true)[0]!;
        Formula.Text(Engine.Apply(Heaviside.Op, x, x.Square())).ShouldBe("(sign(x - x^2) + 1)*0.5");
        Formula.Text(Simplifier.Simplify(slope)).ShouldContain("sign(");
    }

    [Fact]
    public void The_larger_and_the_smaller_of_truth_values_are_truth_values()
    {
        Tensor a = Tensor.Of(true, true, false, false), b = Tensor.Of(true, false, true, false);
        Tensor.Maximum(a, b).ToArray<bool>().ShouldBe([true, true, true, false]);
        Tensor.Minimum(a, b).ToArray<bool>().ShouldBe([true, false, false, false]);
        a.Max(b).DType.ShouldBe(DType.Bool);
        a.Clamp(max: b).ToArray<bool>().ShouldBe([true, false, false, false]);
        Tensor.Maximum(a, Tensor.Of(3, 0, 3, 0)).ToArray<int>().ShouldBe([3, 1, 3, 0]);
    }

    [Fact]
    public void Integers_are_limited_as_integers()
    {
        Tensor.Of(-3L, 2, 9).Relu6().ToArray<long>().ShouldBe([0L, 2, 6]);
        Tensor.Of(-3L, 2, 9).Hardtanh().ToArray<long>().ShouldBe([-1L, 1, 1]);
        Tensor.Of(-3L, 2).Hardtanh(-0.5, 0.5).ToArray<float>().ShouldBe([-0.5f, 0.5f]);
    }
}
