using System.Runtime.CompilerServices;
using Adjoint.Nn;

namespace Adjoint.Tests.Autograd;

/// <summary>Functional.Checkpoint: the same bits, less memory.</summary>
public sealed class CheckpointTests
{
    private delegate Tensor Wrapping(Func<Tensor, Tensor> function, Tensor x);

    [Fact]
    public void Gradients_are_the_same_bits()
    {
        (Tensor y, Tensor[] gradients) = Train((f, x) => f(x));
        (Tensor z, Tensor[] others) = Train(Functional.Checkpoint);
        z.Item().ShouldBe(y.Item());
        others.Length.ShouldBe(gradients.Length);
        for (int i = 0; i < others.Length; i++) others[i].ToArray<float>().ShouldBe(gradients[i].ToArray<float>());
    }

    [Fact]
    public void Nested_they_are_too()
    {
        (Tensor y, Tensor[] gradients) = Train((f, x) => f(x));
        (Tensor z, Tensor[] others) = Train(
            (f, x) => Functional.Checkpoint(t => Functional.Checkpoint(u => f(u), Functional.Checkpoint(u => u * 1, t)), x));
        z.Item().ShouldBe(y.Item());
        for (int i = 0; i < others.Length; i++) others[i].ToArray<float>().ShouldBe(gradients[i].ToArray<float>());
    }

    [Fact]
    public void The_random_numbers_drawn_after_it_are_those_without_it()
    {
        foreach (bool checkpointed in new[] { false, true })
        {
            var random = new Generator(3);
            Tensor x = Tensor.Ones([8]).WithGrad();
            Func<Tensor, Tensor> f = t => t.Dropout(0.5, generator: random).Exp();
            Tensor y = checkpointed ? Functional.Checkpoint(f, x) : f(x);
            random.Stream.ShouldBe(1ul);
            y.Sum().Backward();
            random.Stream.ShouldBe(1ul);
        }
    }

    [Fact]
    public void The_tape_keeps_only_the_input()
    {
        Tensor x = Tensor.Linspace(0, 1, 1000, DType.Float64).WithGrad();
        static Tensor Deep(Tensor t)
        {
            for (int i = 0; i < 10; i++) t = t.Sin().Exp();
            return t;
        }

        SavedTensors all = SavedTensors.Of(Deep(x * 2));
        SavedTensors one = SavedTensors.Of(Functional.Checkpoint(Deep, x * 2));
        // Each result is held once, as the output of one call and the input of the next; the number 2 by the product.
        all.Bytes.ShouldBe((11 * 8000) + 8);
        one.Calls.ShouldBe(all.Calls);
        one.Bytes.ShouldBe(8);
        Tensor y = Functional.Checkpoint(Deep, x * 2).Sum();
        y.Backward(retainGraph: true);
        // What was computed again stays with a graph that is kept.
        SavedTensors.Of(y).Bytes.ShouldBe((11 * 8000) + 8);
    }

    [Fact]
    public void Intermediate_results_are_collected_before_the_backward_pass()
    {
        Tensor x = Tensor.Ones([100_000]).WithGrad();
        (Tensor y, List<WeakReference> plain) = Run((f, t) => f(t), x);
        (Tensor z, List<WeakReference> dropped) = Run(Functional.Checkpoint, x);
        GC.Collect();
        plain.Count(w => w.IsAlive).ShouldBe(3);
        dropped.Count(w => w.IsAlive).ShouldBe(0);
        y.Backward();
        z.Backward();
    }

    [Fact]
    public void A_chain_of_segments_holds_one_at_a_time()
    {
        // In the backward pass each segment is computed again only when the pass comes to it.
        Tensor x = Tensor.Ones([4], DType.Float64).WithGrad();
        List<string> order = [];
        Tensor y = x;
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            y = Functional.Checkpoint(
                t =>
                {
                    order.Add($"run {number}");
                    return t.Sin();
                },
                y);
            y.RegisterHook(g =>
            {
                order.Add($"back {number}");
                return null;
            });
        }

        y.Sum().Backward();
        order.ShouldBe(["run 0", "run 1", "run 2", "back 2", "run 2", "back 1", "run 1", "back 0", "run 0"]);
    }

    [Fact]
    public void Second_derivatives_go_through()
    {
        Tensor x = Tensor.Of(0.3, -0.7, 1.1);
        Tensor w = Tensor.Of(2.0, 1, 0.5).WithGrad();
        Tensor F(Tensor t) => (t.Exp() * w).Tanh().Prod();
        Tensor G(Tensor t) => Functional.Checkpoint(F, t);
        Functional.Hessian(G, x).ToArray<double>().ShouldBe(Functional.Hessian(F, x).ToArray<double>());
        GradientCheck.Second(t => [Functional.Checkpoint(u => (u.Exp() * w.Detach()).Tanh(), t[0])], [x.Detach().WithGrad()]);
        Tensor a = Functional.Gradient(G, x).Square().Sum();
        Tensor b = Functional.Gradient(F, x).Square().Sum();
        Engine.Grad([a], [w])[0].ToArray<double>().ShouldBe(Engine.Grad([b], [w])[0].ToArray<double>());
        Functional.Jvp(G, x, x).Tangent.Item().ShouldBe(Functional.Jvp(F, x, x).Tangent.Item());
    }

    [Fact]
    public void Several_arguments_and_results()
    {
        Tensor a = Tensor.Of(1.0, 2).WithGrad();
        Tensor b = Tensor.Of(3.0, 4);
        Tensor[] y = Functional.Checkpoint(x => [x[0] * x[1], x[0].Exp(), x[1]], [a, b]);
        (y[0].Sum() + y[1].Sum()).Backward();
        a.Grad!.ToArray<double>().ShouldBe([3 + Math.E, 4 + Math.Exp(2)], 1e-12);
        y[2].RequiresGrad.ShouldBeFalse();
    }

    [Fact]
    public void With_given_parameters_it_runs_again_with_those()
    {
        var layer = new Linear(3, 2, dtype: DType.Float64);
        Tensor x = Tensor.Of(1.0, -1, 2).Reshape(1, 3);
        var given = new Dictionary<string, Tensor> { ["weight"] = Tensor.Of(1.0, 2, 3, 4, 5, 6).Reshape(2, 3) };
        Tensor F(Tensor t) => Functional.Call(layer, given, t).Exp().Sum();
        Tensor plain = Functional.Gradient(F, x);
        Tensor checkpointed = Functional.Gradient(
            t => Functional.Call(
                new Checkpointed(layer), new Dictionary<string, Tensor> { ["inner.weight"] = given["weight"] }, t).Exp().Sum(), x);
        checkpointed.ToArray<double>().ShouldBe(plain.ToArray<double>());
    }

    [Fact]
    public void On_a_batch_and_without_recording_it_is_the_function()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Functional.Vmap(t => Functional.Gradient(u => Functional.Checkpoint(v => v.Pow(3), u), t))(x).ToArray<double>().ShouldBe([3.0, 12]);
        using Scope _ = GradMode.Off();
        Functional.Checkpoint(t => t * 2, x.WithGrad()).RequiresGrad.ShouldBeFalse();
    }

    [Fact]
    public void A_function_that_does_something_else_is_found_out()
    {
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        int runs = 0;
        Tensor y = Functional.Checkpoint(t => ++runs == 1 ? t.Exp().Sin() : t.Exp(), x);
        Should.Throw<GraphException>(() => y.Sum().Backward()).Message.ShouldContain("other operations than the first time");
        var random = new Generator(1);
        runs = 0;
        y = Functional.Checkpoint(t => ++runs == 1 ? t.Exp() : t.Dropout(0.5, generator: random), x);
        Should.Throw<GraphException>(() => y.Sum().Backward()).Message.ShouldContain("more random tensors");
    }

    [Fact]
    public void A_change_in_place_is_found()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Tensor w = Tensor.Of(1.0, 2).WithGrad();
        Tensor y = Functional.Checkpoint(t => t * w, x);
        x.Fill(0);
        Should.Throw<GraphException>(() => y.Sum().Backward()).Message.ShouldContain("Checkpoint: input 0 was changed");
        x = Tensor.Of(1.0, 2).WithGrad();
        y = Functional.Checkpoint(t => t * w, x);
        using (GradMode.Off()) w.Fill(0);
        Should.Throw<GraphException>(() => y.Sum().Backward()).Message.ShouldContain("Multiply");
        // A result that its own rule reads, changed within the function: an error with and without a checkpoint.
        foreach (Wrapping wrap in (Wrapping[])[(f, t) => f(t), Functional.Checkpoint])
        {
            y = wrap(t => t.Exp().AddInPlace(Tensor.Of(1.0, 1)), x);
            Should.Throw<GraphException>(() => y.Sum().Backward()).Message.ShouldStartWith("Exp");
        }
    }

    private sealed class Checkpointed(Module layer) : Module
    {
        private Module inner = layer;

        public override Tensor Forward(Tensor x) => Functional.Checkpoint(inner.Call, x);

        protected override void Members(MemberVisitor members) => members.Module("inner", ref inner);
    }

    /// <summary>A loss and its gradients, of a network with dropout and convolution whose middle is wrapped.</summary>
    private static (Tensor Loss, Tensor[] Gradients) Train(Wrapping wrap)
    {
        var random = new Generator(5);
        var head = new Conv2d(1, 4, 3, padding: 1, generator: random);
        var middle = new Sequential(
            new Conv2d(4, 8, 3, generator: random), new ReLU(), new MaxPool2d(2), new Dropout(0.3, random),
            new Conv2d(8, 8, 3, generator: random));
        var tail = new Sequential(new Flatten(), new Linear(8, 10, generator: random));
        Tensor x = Tensor.Normal([2, 1, 8, 8], generator: random);
        Tensor loss = tail.Call(wrap(middle.Call, head.Call(x).Tanh())).CrossEntropy(Tensor.Of(3L, 7));
        Tensor[] parameters = [.. head.Parameters(), .. middle.Parameters(), .. tail.Parameters()];
        random.NextStream(); // what happens between the passes does not matter
        loss.Backward();
        return (loss, [.. parameters.Select(p => p.Grad!)]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Tensor Sum, List<WeakReference> Between) Run(Wrapping wrap, Tensor x)
    {
        List<WeakReference> between = [];
        Tensor Seen(Tensor t)
        {
            between.Add(new WeakReference(t.Storage));
            return t;
        }

        Tensor y = wrap(t => Seen(Seen(Seen(t.Exp()).Sin()).Sin()).Sin(), x).Sum();
        return (y, between);
    }
}
