using Adjoint.Core;

namespace Adjoint.Outside.Tests;

/// <summary>Operations that a user writes, with what is public.</summary>
public sealed class CustomOperationTests
{
    public static TheoryData<string> All => ["softsign", "roll", "hypotenuse", "sorted", "lambda", "lambda of two"];

    [Theory]
    [MemberData(nameof(All))]
    public void Both_orders_are_right(string name)
    {
        (Func<Tensor[], Tensor> f, Tensor[] x) = Case(name);
        GradientCheck.First(t => [f(t)], x);
        GradientCheck.Second(t => [f(t)], x);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_and_reverse_mode_agree(string name)
    {
        (Func<Tensor[], Tensor> f, Tensor[] x) = Case(name);
        Tensor[] forward = Functional.Jacobian(t => [f(t)], x, JacobianMode.Forward)[0];
        Tensor[] reverse = Functional.Jacobian(t => [f(t)], x, JacobianMode.Reverse)[0];
        for (int i = 0; i < x.Length; i++)
        {
            double[] a = forward[i].ToArray<double>();
            double[] b = reverse[i].ToArray<double>();
            for (int k = 0; k < a.Length; k++) a[k].ShouldBe(b[k], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_is_the_stack_of_its_slices_and_so_are_its_gradients(string name)
    {
        if (name == "sorted") return;
        (Func<Tensor[], Tensor> f, Tensor[] x) = Case(name);
        Tensor[] batch = [.. x.Select(t => Tensor.Stack([t.Detach(), t.Detach() * 0.5, t.Detach() - 1]).WithGrad())];
        Tensor y = Functional.Vmap(t => [f(t)])(batch)[0];
        Tensor stacked = Tensor.Stack([.. Enumerable.Range(0, 3).Select(i => f([.. batch.Select(t => t[i])]))]);
        // A fused operation without a rule of its own is expanded, and so rounds in other places.
        Tensor[] a = [y, .. Engine.Grad([y.Square().Sum()], batch)];
        Tensor[] b = [stacked, .. Engine.Grad([stacked.Square().Sum()], batch)];
        for (int i = 0; i < a.Length; i++)
        {
            double[] p = a[i].ToArray<double>();
            double[] q = b[i].ToArray<double>();
            for (int k = 0; k < p.Length; k++) p[k].ShouldBe(q[k], 1e-12);
        }
    }

    [Fact]
    public void An_operation_without_a_batching_rule_is_named()
    {
        Tensor x = Tensor.Of(3.0, 1, 2, 4).Reshape(2, 2);
        string message = Should.Throw<GraphException>(
            () => Functional.Vmap(t => Engine.Apply(new Sorted(), t))(x)).Message;
        message.ShouldStartWith("Vmap: Sorted has no batching rule.");
    }

    [Fact]
    public void A_Jacobian_needs_no_batching_rule_of_the_operation_itself()
    {
        Tensor j = Functional.Jacobian(t => Engine.Apply(new Sorted(), t), Tensor.Of(3.0, 1, 2));
        j.ToArray<double>().ShouldBe([0.0, 1, 0, 0, 0, 1, 1, 0, 0]);
    }

    [Fact]
    public void The_gradient_of_a_function_is_the_one_it_states()
    {
        // A straight-through estimator: a step whose gradient is that of the identity.
        Func<Tensor, Tensor> step = CustomFunction.Of("Step", x => x.Greater(0).To(x.DType), (_, _, g) => g, Keep.Shapes);
        Tensor x = Tensor.Of(-1.0, 2).WithGrad();
        Tensor y = step(x);
        y.Creator!.Op.Name.ShouldBe("Step");
        y.ToArray<double>().ShouldBe([0.0, 1]);
        (y * Tensor.Of(3.0, 4)).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([3.0, 4]);
        Functional.Vmap(t => Functional.Gradient(s => step(s) * 5, t))(x.Detach()).ToArray<double>().ShouldBe([5.0, 5]);
        // Also where the batch is differentiated, and not only what is on it.
        Functional.Gradient(t => (Functional.Vmap(step)(t) * 6).Sum(), x.Detach()).ToArray<double>().ShouldBe([6.0, 6]);
    }

    [Fact]
    public void A_rule_that_gives_another_shape_is_named()
    {
        Func<Tensor, Tensor> wrong = CustomFunction.Of("Wrong", x => x * 2, (_, _, g) => g.Sum());
        Tensor y = wrong(Tensor.Of(1.0, 2).WithGrad()).Sum();
        Should.Throw<ShapeException>(() => y.Backward()).Message.ShouldContain(
            "Wrong([2]): its rule gives float64 [] as the gradient of input 0");
    }

    [Fact]
    public void A_wrong_rule_fails_the_check()
    {
        Func<Tensor, Tensor> wrong = CustomFunction.Of("Wrong", x => x.Square(), (x, _, g) => g * x);
        Should.Throw<GraphException>(() => GradientCheck.First(x => [wrong(x[0])], [Tensor.Of(1.0, 2).WithGrad()]))
            .Message.ShouldContain("by the rules");
    }

    private static (Func<Tensor[], Tensor> Function, Tensor[] Inputs) Case(string name)
    {
        Tensor a = Tensor.Of(0.4, -1.2, 2.5).WithGrad();
        Tensor b = Tensor.Of(1.5, 0.3, -0.7).WithGrad();
        switch (name)
        {
            case "softsign": return (x => Engine.Apply(new Softsign(), x), [a]);
            case "roll": return (x => Engine.Apply(new Roll(0, 1), x), [a]);
            case "hypotenuse": return (x => Engine.Apply(new Hypotenuse(), x), [a, b]);
            case "sorted": return (x => Engine.Apply(new Sorted(), x), [a]);
            case "lambda":
                Func<Tensor, Tensor> softplus = CustomFunction.Of("Softplus", x => x.Exp().Log1p(), (x, _, g) => g * x.Sigmoid());
                return (x => softplus(x[0]), [a]);
            default:
                Func<Tensor[], Tensor> product = CustomFunction.Of(
                    "Product", x => x[0] * x[1].Exp(), (x, y, g, input) => input == 0 ? g * x[1].Exp() : g * y);
                return (x => product(x), [a, b]);
        }
    }
}
