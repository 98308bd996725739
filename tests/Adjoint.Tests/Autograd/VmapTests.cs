using Adjoint.Nn;

namespace Adjoint.Tests.Autograd;

/// <summary>Vmap: axes, nesting, randomness, networks; that each operation has its rule is a matter of the op table.</summary>
public sealed class VmapTests
{
    [Fact]
    public void The_batch_may_be_any_axis_of_arguments_and_results()
    {
        Tensor a = Tensor.Linspace(0, 1, 24, DType.Float64).Reshape(2, 3, 4);
        Functional.Vmap(t => t.Sum(0), 1)(a).ToArray<double>().ShouldBe(a.Sum(0).ToArray<double>());
        Functional.Vmap(t => t * 2, -1, 1)(a).Shape.ShouldBe([2, 4, 3]);
        Functional.Vmap(t => t * 2, -1, -1)(a).ToArray<double>().ShouldBe((a * 2).ToArray<double>());
        Tensor[] y = Functional.Vmap(
            x => [x[0].MatMul(x[1]), x[0].Sum(), Tensor.Of(7.0)], [2, null], [1, 0, 0])([a, Tensor.Ones([3, 5], DType.Float64)]);
        y[0].Shape.ShouldBe([2, 4, 5]);
        Same(y[1], a.Sum(0, 1));
        y[2].ToArray<double>().ShouldBe([7.0, 7, 7, 7]);
        Functional.Vmap((p, q) => (p * q).Sum())(a, a).ToArray<double>().ShouldBe(a.Square().Sum(1, 2).ToArray<double>());
    }

    [Fact]
    public void Nested_it_maps_over_two_axes()
    {
        Tensor a = Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3);
        Tensor b = Tensor.Linspace(0, 2, 12, DType.Float64).Reshape(4, 3);
        // All inner products of rows: the inner function reads the outer slice from outside.
        Tensor products = Functional.Vmap(row => Functional.Vmap(other => (row * other).Sum())(b))(a);
        double[] expected = a.MatMul(b.Transpose()).ToArray<double>();
        products.Shape.ShouldBe([2, 4]);
        products.ToArray<double>().Zip(expected).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-14);
        Functional.Vmap(Functional.Vmap(x => x.Exp()))(a).ToArray<double>().ShouldBe(a.Exp().ToArray<double>());
    }

    [Fact]
    public void It_composes_with_derivatives_in_any_order()
    {
        Tensor x = Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3);
        static Tensor F(Tensor t) => t.Prod() + t.Sin().Sum();
        Same(Functional.Vmap(t => Functional.Hessian(F, t))(x), Tensor.Stack([Functional.Hessian(F, x[0]), Functional.Hessian(F, x[1])]));
        Same(
            Functional.Hessian(t => Functional.Vmap(F)(t).Square().Sum(), x),
            Functional.Hessian(t => F(t[0]).Square() + F(t[1]).Square(), x));
        Same(
            Functional.Vmap(t => Functional.Laplacian(F, t))(x),
            Tensor.Stack([Functional.Laplacian(F, x[0]), Functional.Laplacian(F, x[1])]));
        // The Jacobian by hand: pull back, or push, every unit vector.
        Tensor j = Functional.Jacobian(t => t.Exp() * t.Sum(), x[0]);
        Same(Functional.Vmap(g => Functional.Vjp(t => t.Exp() * t.Sum(), x[0], g).Gradient)(Tensor.Eye(3, dtype: DType.Float64)), j);
        Same(Functional.Vmap(
            v => Functional.Jvp(t => t.Exp() * t.Sum(), x[0], v).Tangent, outAxis: 1)(Tensor.Eye(3, dtype: DType.Float64)), j);
        Same(
            Functional.Vmap(v => Functional.Hvp(F, x[0], v).Product)(Tensor.Eye(3, dtype: DType.Float64)),
            Functional.Hessian(F, x[0]));
    }

    [Fact]
    public void Gradients_stop_where_the_function_stops_them()
    {
        Tensor x = Tensor.Of(2.0, 3);
        Functional.Gradient(t => Functional.Vmap(s => s * s.Detach())(t).Sum(), x).ToArray<double>().ShouldBe([2.0, 3]);
        static Tensor Stopped(Tensor s)
        {
            Tensor factor;
            using (GradMode.Off()) factor = s * s;
            return s * factor;
        }

        Functional.Gradient(t => Functional.Vmap(Stopped)(t).Sum(), x).ToArray<double>().ShouldBe([4.0, 9]);
        Functional.Vmap(t => Functional.Gradient(s => s * s.Detach(), t))(x).ToArray<double>().ShouldBe([2.0, 3]);
        Functional.Vmap(t => Functional.Gradient(Stopped, t))(x).ToArray<double>().ShouldBe([4.0, 9]);
        Functional.Vmap(t => Functional.Jvp(Stopped, t, Tensor.Scalar(1, DType.Float64)).Tangent)(x).ToArray<double>().ShouldBe([4.0, 9]);
    }

    [Fact]
    public void Gradients_for_each_sample_of_a_network()
    {
        var random = new Generator(3);
        var net = new Sequential(
            new Conv2d(2, 3, 3, padding: 1, generator: random, dtype: DType.Float64), new ReLU(), new MaxPool2d(2),
            new Flatten(), new Linear(12, 4, generator: random, dtype: DType.Float64));
        var parameters = net.NamedParameters().ToDictionary(p => p.Name, p => p.Parameter.Detach());
        Tensor x = Tensor.Normal([5, 2, 4, 4], generator: random, dtype: DType.Float64);
        Tensor classes = Tensor.Of(0L, 3, 1, 2, 2);
        Func<Tensor[], Tensor[]> one = s => [.. Functional.Gradient(
            p => Functional.Call(net, p, s[0].Unsqueeze(0)).CrossEntropy(s[1].Unsqueeze(0)), parameters).Values];
        Tensor[] each = Functional.Vmap(one)([x, classes]);
        for (int sample = 0; sample < 5; sample++)
        {
            net.ZeroGrad();
            net.Forward(x.Narrow(0, sample, 1)).CrossEntropy(classes.Narrow(0, sample, 1)).Backward();
            for (int i = 0; i < each.Length; i++) Same(each[i][sample], net.Parameters()[i].Grad!);
        }

        each[0].Shape.ShouldBe([5, 3, 2, 3, 3]);
    }

    [Fact]
    public void An_ensemble_of_networks_runs_at_once()
    {
        Linear[] models = [.. Enumerable.Range(0, 3).Select(
            i => new Linear(4, 2, generator: new Generator((ulong)i), dtype: DType.Float64))];
        Tensor weights = Tensor.Stack([.. models.Select(m => m.Weight.Detach())]);
        Tensor biases = Tensor.Stack([.. models.Select(m => m.Bias!.Detach())]);
        Tensor x = Tensor.Normal([6, 4], generator: new Generator(9), dtype: DType.Float64);
        Tensor y = Functional.Vmap(
            s => [Functional.Call(models[0], new Dictionary<string, Tensor> { ["weight"] = s[0], ["bias"] = s[1] }, x)])(
                [weights, biases])[0];
        for (int i = 0; i < 3; i++) Same(y[i], models[i].Forward(x));
    }

    [Fact]
    public void Random_numbers_differ_or_are_the_same_as_asked()
    {
        Tensor x = Tensor.Ones([50, 40]);
        Func<Tensor, Tensor> drop = t => t.Dropout(0.5, generator: new Generator(3));
        Should.Throw<GraphException>(() => Functional.Vmap(drop)(x)).Message.ShouldContain("Randomness.Different");
        Tensor same = Functional.Vmap(drop, randomness: Randomness.Same)(x);
        for (int i = 1; i < 50; i++) same[i].ToArray<float>().ShouldBe(same[0].ToArray<float>());
        Tensor different = Functional.Vmap(drop, randomness: Randomness.Different)(x);
        Enumerable.Range(0, 50).Select(i => string.Join(' ', different[i].ToArray<float>())).Distinct().Count().ShouldBe(50);
        // It is one draw of the whole batch.
        different.ToArray<float>().ShouldBe(drop(x).ToArray<float>());
        Tensor orders = Functional.Vmap(
            t => Tensor.RandPerm(9, new Generator(1)) + t, randomness: Randomness.Different)(Tensor.Zeros([4], DType.Int64));
        for (int i = 0; i < 4; i++) orders[i].ToArray<long>().Order().ShouldBe(Enumerable.Range(0, 9).Select(n => (long)n));
    }

    [Fact]
    public void Randomness_is_that_of_each_level()
    {
        Tensor x = Tensor.Zeros([3, 4]);
        foreach ((Randomness outer, Randomness inner, int distinct) in new[]
        {
            (Randomness.Same, Randomness.Same, 1), (Randomness.Different, Randomness.Same, 3),
            (Randomness.Same, Randomness.Different, 4), (Randomness.Different, Randomness.Different, 12),
        })
        {
            var random = new Generator(1);
            Tensor y = Functional.Vmap(
                row => Functional.Vmap(t => t + Tensor.Uniform([], generator: random), randomness: inner)(row), randomness: outer)(x);
            y.ToArray<float>().Distinct().Count().ShouldBe(distinct);
        }
    }

    [Fact]
    public void An_empty_batch_has_empty_results()
    {
        Tensor y = Functional.Vmap(t => t.Conv2d(Tensor.Ones([2, 1, 3, 3])).Relu())(Tensor.Zeros([0, 1, 1, 5, 5]));
        y.Shape.ShouldBe([0, 1, 2, 3, 3]);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Ones([2, 3]);
        Should.Throw<ShapeException>(() => Functional.Vmap(t => t, 2)(x)).Message.ShouldContain("axis 2");
        Should.Throw<ShapeException>(() => Functional.Vmap((a, b) => a + b)(x, Tensor.Ones([4]))).Message.ShouldContain(
            "has 4 slices along axis 0, where others have 2");
        Should.Throw<ShapeException>(() => Functional.Vmap((a, b) => a + b, null, null)(x, x)).Message.ShouldContain("nothing to map over");
        Should.Throw<ShapeException>(
            () => Functional.Vmap(t => [t[0]], [0, 0])([x])).Message.ShouldContain("2 axes were named for 1 arguments");
        Should.Throw<GraphException>(
            () => Functional.Vmap(t => t.Sum().Item() > 0 ? t : -t)(x)).Message.ShouldContain("has no values to read");
    }

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        double[] a = actual.Detach().ToArray<double>();
        double[] e = expected.Detach().ToArray<double>();
        for (int i = 0; i < a.Length; i++) a[i].ShouldBe(e[i], 1e-12 * Math.Max(1, Math.Abs(e[i])));
    }
}
