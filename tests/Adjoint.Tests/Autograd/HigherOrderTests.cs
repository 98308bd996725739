namespace Adjoint.Tests.Autograd;

public sealed class HigherOrderTests
{
    [Fact]
    public void Every_derivative_of_a_power()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).WithGrad();
        Derivatives(x.Pow(4), x, 5).ShouldBe([32, 48, 48, 24, 0], 1e-12);
        Derivatives(x * x * x * x, x, 4).ShouldBe([32, 48, 48, 24], 1e-12);
    }

    [Fact]
    public void Every_derivative_of_the_sine()
    {
        Tensor x = Tensor.Scalar(0.7, DType.Float64).WithGrad();
        (double sin, double cos) = Math.SinCos(0.7);
        Derivatives(x.Sin(), x, 5).ShouldBe([cos, -sin, -cos, sin, cos], 1e-14);
    }

    [Fact]
    public void A_gradient_that_was_recorded_is_part_of_a_loss()
    {
        Tensor x = Tensor.Of(1.0, 2, 3).WithGrad();
        Tensor[] g = Engine.Grad([(x * x * x).Sum()], [x], createGraph: true);
        g[0].Square().Sum().Backward(); // Σ 9x⁴
        x.Grad!.ToArray<double>().ShouldBe([36.0, 288, 972]);
    }

    [Fact]
    public void Backward_records_itself_into_the_gradient()
    {
        Tensor x = Tensor.Scalar(3, DType.Float64).WithGrad();
        (x * x * x).Backward(createGraph: true);
        Tensor first = x.Grad!;
        x.ZeroGrad();
        first.Backward();
        first.Item().ShouldBe(27);
        x.Grad!.Item().ShouldBe(18);
    }

    [Fact]
    public void Without_createGraph_a_gradient_is_a_constant()
    {
        Tensor x = Tensor.Scalar(3).WithGrad();
        Tensor g = Engine.Grad([x * x], [x])[0];
        g.RequiresGrad.ShouldBeFalse();
        g.Creator.ShouldBeNull();
    }

    [Fact]
    public void Hessian_times_vector_both_ways()
    {
        Tensor x = Tensor.Of(0.3, 0.5, 0.9).WithGrad();
        Tensor v = Tensor.Of(1.0, -2, 0.5);
        Tensor f = (x * x.Flip()).Sum().Exp();
        Tensor g = Engine.Grad([f], [x], createGraph: true)[0];
        double[] forward = Engine.Jvp(g, [x], [v]).ToArray<double>();
        double[] reverse = Engine.Grad([(g * v).Sum()], [x])[0].ToArray<double>();
        forward.ShouldBe(reverse, 1e-12);
    }

    private static double[] Derivatives(Tensor y, Tensor x, int orders)
    {
        var values = new double[orders];
        for (int order = 0; order < orders; order++)
        {
            if (Engine.Grad([y], [x], createGraph: true, allowUnused: true)[0] is not { } g) break;
            y = g;
            values[order] = y.Item();
            if (!y.RequiresGrad) break;
        }

        return values;
    }
}
