namespace Adjoint.Tests.Autograd;

/// <summary>Tensor.RegisterHook.</summary>
public sealed class GradientHookTests
{
    [Fact]
    public void A_hook_sees_the_whole_gradient_once_and_can_be_taken_away()
    {
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        List<double[]> seen = [];
        IDisposable handle = x.RegisterHook(g =>
        {
            seen.Add(g.ToArray<double>());
            return null;
        });
        (x.Square() + (x * 3)).Sum().Backward();
        seen.ShouldBe([[5.0, 7]]);
        x.Grad!.ToArray<double>().ShouldBe([5.0, 7]);
        handle.Dispose();
        handle.Dispose();
        x.Sum().Backward();
        seen.Count.ShouldBe(1);
        x.Grad!.ToArray<double>().ShouldBe([6.0, 8]);
    }

    [Fact]
    public void A_replaced_gradient_goes_on()
    {
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        Tensor y = x.Square().RetainGrad();
        y.RegisterHook(g => g * 10);
        y.RegisterHook(g => g + 1);
        x.RegisterHook(g => -g);
        y.Sum().Backward();
        y.Grad!.ToArray<double>().ShouldBe([11.0, 11]);
        x.Grad!.ToArray<double>().ShouldBe([-22.0, -44]);
        Engine.Grad([x.Square().Sum()], [x])[0].ToArray<double>().ShouldBe([-2.0, -4]);
    }

    [Fact]
    public void What_a_hook_keeps_stays_as_it_was()
    {
        // Large, so that memory that a pass no longer needs is given back and used again.
        Tensor x = Tensor.Full([40_000], 0.5).WithGrad();
        Tensor fixedGradient = Tensor.Full([40_000], 3);
        List<Tensor> kept = [];
        Tensor y = x;
        for (int i = 0; i < 6; i++)
        {
            y = y * 2;
            y.RegisterHook(g =>
            {
                kept.Add(g);
                return null;
            });
        }

        x.RegisterHook(_ => fixedGradient);
        y.Sum().Backward();
        for (int i = 0; i < kept.Count; i++) kept[i].ToArray<float>().ShouldAllBe(v => v == 1 << i);
        y = x * 1;
        y.Sum().Backward();
        x.Grad!.ToArray<float>().ShouldAllBe(v => v == 6);
        fixedGradient.ToArray<float>().ShouldAllBe(v => v == 3);
    }

    [Fact]
    public void In_a_recorded_pass_a_hook_is_differentiated_too()
    {
        Tensor x = Tensor.Of(3.0).WithGrad();
        Tensor y = x.Square();
        y.RegisterHook(g => g * x);
        Tensor g = Engine.Grad([y.Sum()], [x], createGraph: true)[0];
        g.Item().ShouldBe(18); // 2x·x
        Engine.Grad([g], [x])[0].Item().ShouldBe(12);
    }

    [Fact]
    public void Hooks_are_not_for_tangents()
    {
        Tensor x = Tensor.Of(3.0).WithGrad();
        Tensor y = x.Square();
        x.RegisterHook(g => g * 0);
        y.RegisterHook(g => g * 0);
        Engine.Jvp(y, [x], [Tensor.Of(1.0)]).Item().ShouldBe(6);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Should.Throw<GraphException>(() => Tensor.Of(1.0).RegisterHook(g => g)).Message.ShouldContain("does not require a gradient");
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        x.RegisterHook(g => g.Sum());
        Should.Throw<ShapeException>(
            () => (x * 2).Sum().Backward()).Message.ShouldContain("a hook made float64 [] of a gradient float64 [2]");
    }

    [Fact]
    public void A_leaf_is_told_that_its_gradient_is_complete_while_the_pass_goes_on()
    {
        Tensor first = Tensor.Of(1.0, 2).WithGrad();
        Tensor last = Tensor.Of(3.0, 4).WithGrad();
        var order = new List<string>();
        Tensor hidden = first * 2;
        hidden.RegisterHook(_ =>
        {
            order.Add("hidden");
            return null;
        });
        first.RegisterPostAccumulateGradHook(leaf => order.Add($"first {leaf.Grad!.Sum().Item()}"));
        last.RegisterPostAccumulateGradHook(leaf =>
        {
            order.Add($"last {leaf.Grad!.Sum().Item()}");
            leaf.Grad = null; // as who makes a step at once
        });

        ((hidden * last).Tanh() * last).Sum().Backward();
        order[0].ShouldStartWith("last ");
        order[1].ShouldBe("hidden");
        order[2].ShouldStartWith("first ");
        last.Grad.ShouldBeNull();
        order.Count.ShouldBe(3);
    }

    [Fact]
    public void A_leaf_that_is_used_often_is_told_once_after_its_hooks()
    {
        Tensor w = Tensor.Of(1.0, 2).WithGrad();
        var seen = new List<double[]>();
        using (w.RegisterHook(g => g * 10))
        using (w.RegisterPostAccumulateGradHook(leaf => seen.Add(leaf.Grad!.ToArray<double>())))
        {
            for (int i = 0; i < 2; i++) (w + (w * w)).Sum().Backward();
            Engine.Grad([w.Square().Sum()], [w]);
        }

        seen.Count.ShouldBe(2);
        seen[0].ShouldBe([30.0, 50]);
        seen[1].ShouldBe([60.0, 100]);
        w.Backward(Tensor.Of(1.0, 1));
        seen.Count.ShouldBe(2, "the hook was taken away");
        using (w.RegisterPostAccumulateGradHook(leaf => seen.Add(leaf.Grad!.ToArray<double>()))) w.Backward(Tensor.Of(1.0, 1));
        seen[2].ShouldBe([62.0, 102]);
    }

    [Fact]
    public void Only_leaves_have_such_hooks()
    {
        Should.Throw<GraphException>(() => Tensor.Of(1.0).RegisterPostAccumulateGradHook(_ => { })).Message.ShouldContain("require");
        Should.Throw<GraphException>(() => (Tensor.Of(1.0).WithGrad() * 2).RegisterPostAccumulateGradHook(_ => { })).Message
            .ShouldContain("RegisterHook");
    }
}
