namespace Adjoint.Tests.Autograd;

/// <summary>Engine.Jvp; that it agrees with Grad for every operation is a matter of the op table.</summary>
public sealed class ForwardModeTests
{
    [Fact]
    public void Fused_operations_push_through_their_expansion()
    {
        Tensor x = Tensor.Of(0.5, -1, 2, 0).WithGrad();
        Tensor t = Tensor.Of(1.0, 2, -1, 0.5);
        foreach (Func<Tensor, Tensor> f in (Func<Tensor, Tensor>[])
            [v => v.LogSumExp(), v => v.Prod(), v => v.Reshape(2, 2).Prod(1).Exp().Sum(), v => v.Softmax(0).Square().Sum()])
        {
            Tensor y = f(x);
            double forward = Engine.Jvp(y, [x], [t]).Item();
            double reverse = (Engine.Grad([y], [x])[0] * t).Sum().Item();
            forward.ShouldBe(reverse, 1e-12);
        }
    }

    [Fact]
    public void Intermediate_results_may_be_the_inputs()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).WithGrad();
        Tensor y = x * x;
        Tensor z = y * y * x;
        Tensor one = Tensor.Scalar(1, DType.Float64);
        Engine.Jvp(z, [y], [one]).Item().ShouldBe(2 * 4 * 2);
        // What is given replaces what would come from x.
        Engine.Jvp(z, [y, x], [one, one]).Item().ShouldBe((2 * 4 * 2) + 16);
        Engine.Jvp(z, [z], [one * 7]).Item().ShouldBe(7);
    }

    [Fact]
    public void What_does_not_depend_on_the_inputs_does_not_move()
    {
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        Tensor other = Tensor.Of(1.0).WithGrad();
        Tensor pushed = Engine.Jvp(x * 2, [other], [Tensor.Of(1.0)]);
        pushed.ToArray<double>().ShouldBe([0.0, 0]);
        Engine.Jvp(x.Sign(), [x], [x]).ToArray<double>().ShouldBe([0.0, 0]);
    }

    [Fact]
    public void The_graph_stays_and_nothing_is_written()
    {
        Tensor x = Tensor.Scalar(3, DType.Float64).WithGrad();
        Tensor y = x * x;
        Engine.Jvp(y, [x], [x.Detach()]).Item().ShouldBe(18);
        x.Grad.ShouldBeNull();
        y.Backward();
        x.Grad!.Item().ShouldBe(6);
    }

    [Fact]
    public void A_recorded_push_can_be_pulled()
    {
        Tensor x = Tensor.Scalar(3, DType.Float64).WithGrad();
        Tensor pushed = Engine.Jvp(x * x * x, [x], [Tensor.Scalar(1, DType.Float64)], createGraph: true);
        pushed.Backward();
        x.Grad!.Item().ShouldBe(18);
    }

    [Fact]
    public void A_change_that_the_push_does_not_read_does_not_matter()
    {
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        Tensor w = Tensor.Of(3.0, 4).WithGrad();
        Tensor c = Tensor.Of(5.0, 6);
        Tensor y = (w * c) + x.Square();
        c.Fill(0);
        Engine.Jvp(y, [x], [Tensor.Of(1.0, 1)]).ToArray<double>().ShouldBe([2.0, 4]);
        Should.Throw<GraphException>(() => Engine.Jvp(y, [w], [w.Detach()])).Message.ShouldStartWith("Multiply");
    }
}
