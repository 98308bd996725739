using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Nn;

/// <summary>Tensors of modules that are computed from others.</summary>
public sealed class ParametrizeTests
{
    private static readonly Tensor X = Tensor.Of(1.0, -2, 3, 0.5, 4, -1).Reshape(2, 3);

    [Fact]
    public void What_is_trained_is_the_tensor_before_under_PyTorchs_names()
    {
        Linear layer = Square();
        Tensor before = layer.Weight;
        Parametrize.RegisterParametrization(layer, "weight", new Symmetric());

        layer.StateDict().Keys.ShouldBe(["bias", "parametrizations.weight.original"]);
        layer.GetParameter("parametrizations.weight.original").ShouldBeSameAs(before);
        layer.Weight.ToArray<double>().ShouldBe(layer.Weight.Transpose().ToArray<double>());
        layer.Call(X).ToArray<double>().ShouldBe(X.Linear(layer.Weight, layer.Bias).ToArray<double>());
        Parametrize.IsParametrized(layer).ShouldBeTrue();
        Parametrize.IsParametrized(layer, "bias").ShouldBeFalse();
    }

    [Fact]
    public void Training_keeps_the_constraint_and_moves_the_original()
    {
        Linear layer = Square();
        Parametrize.RegisterParametrization(layer, "weight", new Symmetric());
        double[] before = layer.GetParameter("parametrizations.weight.original").ToArray<double>();
        var optimizer = new SGD(layer.Parameters(), 0.1);
        layer.Call(X).Square().Sum().Backward();
        optimizer.Step();

        layer.GetParameter("parametrizations.weight.original").ToArray<double>().ShouldNotBe(before);
        layer.Weight.ToArray<double>().ShouldBe(layer.Weight.Transpose().ToArray<double>());
    }

    [Fact]
    public void Parametrizations_apply_one_after_the_other()
    {
        Linear layer = Square();
        Parametrize.RegisterParametrization(layer, "weight", new Symmetric());
        Tensor symmetric = layer.Weight.Detach().Clone();
        Parametrize.RegisterParametrization(layer, "weight", new Doubled());
        layer.Weight.ToArray<double>().ShouldBe((symmetric * 2).ToArray<double>());
        Parametrize.Parametrizations(layer, "weight").Count.ShouldBe(2);
        layer.ToString().ShouldContain("(1): Doubled()");
    }

    [Fact]
    public void They_can_be_taken_away_with_or_without_what_they_did()
    {
        Linear layer = Square();
        Tensor own = layer.Weight;
        double[] before = own.ToArray<double>();
        Parametrize.RegisterParametrization(layer, "weight", new Shifted());
        Parametrize.RemoveParametrizations(layer, "weight", leaveParametrized: false);
        layer.Weight.ShouldBeSameAs(own);
        own.ToArray<double>().ShouldBe(before);
        layer.StateDict().Keys.ShouldBe(["weight", "bias"]);

        Parametrize.RegisterParametrization(layer, "weight", new Shifted());
        Parametrize.RemoveParametrizations(layer, "weight");
        layer.Weight.ToArray<double>().ShouldBe(before.Select(value => value + 1));
        layer.Weight.RequiresGrad.ShouldBeTrue();
        layer.ToString().ShouldStartWith("Linear(");
    }

    [Fact]
    public void A_value_is_assigned_by_the_inverse()
    {
        Linear layer = Square();
        Parametrize.RegisterParametrization(layer, "weight", new Doubled());
        Parametrize.Assign(layer, "weight", Tensor.Full([3, 3], 5, DType.Float64));
        layer.Weight.ToArray<double>().ShouldAllBe(value => value == 5);
        layer.GetParameter("parametrizations.weight.original").ToArray<double>().ShouldAllBe(value => value == 2.5);
        Parametrize.RegisterParametrization(layer, "bias", new Shifted());
        Should.Throw<AdjointException>(() => Parametrize.Assign(layer, "bias", layer.Bias!))
            .Message.ShouldContain("Shifted has no inverse");
    }

    [Fact]
    public void Within_Cached_they_are_computed_once()
    {
        Linear layer = Square();
        var counted = new Counted();
        Parametrize.RegisterParametrization(layer, "weight", counted);
        counted.Runs = 0;
        Tensor y;
        using (Parametrize.Cached()) y = layer.Call(X) + layer.Call(X);
        counted.Runs.ShouldBe(1);
        y.Sum().Backward();
        layer.GetParameter("parametrizations.weight.original").Grad.ShouldNotBeNull();
        layer.Call(X);
        counted.Runs.ShouldBe(2);
    }

    [Fact]
    public void A_clone_has_its_own_and_a_cast_casts_them()
    {
        Linear layer = Square();
        Parametrize.RegisterParametrization(layer, "weight", new Doubled());
        Linear clone = layer.Clone();
        using (GradMode.Off()) clone.GetParameter("parametrizations.weight.original").Fill(0);
        clone.Call(X).ToArray<double>().ShouldBe(X.Linear(Tensor.Zeros([3, 3], DType.Float64), clone.Bias).ToArray<double>());
        layer.Weight.ToArray<double>().ShouldAllBe(value => value != 0);
        layer.To(DType.Float32);
        layer.Call(X.To(DType.Float32)).DType.ShouldBe(DType.Float32);
    }

    [Fact]
    public void In_a_network_in_training_results_stay_readable()
    {
        Linear inner = Parametrizations.WeightNorm(new Linear(3, 4));
        var net = new Sequential(inner, new ReLU(), Parametrizations.SpectralNorm(new Linear(4, 2)));
        var optimizer = new Adam(net.Parameters(), 0.01);
        for (int step = 0; step < 20; step++)
        {
            optimizer.ZeroGrad();
            net.Call(Tensor.Normal([64, 3])).Square().Mean().Backward();
            optimizer.Step();
        }

        Tensor g = inner.GetParameter("parametrizations.weight.original0");
        inner.Weight.Norm(2, [1]).ToArray<float>().Zip(g.Abs().ToArray<float>(), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        net.StateDict().Keys.ShouldBe([
            "0.bias", "0.parametrizations.weight.original0", "0.parametrizations.weight.original1", "2.bias",
            "2.parametrizations.weight.original", "2.parametrizations.weight.0._u", "2.parametrizations.weight.0._v",
        ]);
    }

    [Fact]
    public void The_spectral_norm_of_the_weight_becomes_1()
    {
        var random = new Generator(3);
        Linear layer = Parametrizations.SpectralNorm(new Linear(5, 4, generator: random, dtype: DType.Float64), generator: random);
        for (int i = 0; i < 100; i++) layer.Call(Tensor.Ones([1, 5], DType.Float64));
        layer.Eval();
        Tensor gram = layer.Weight.MatMul(layer.Weight.Transpose());
        Tensor v = Tensor.Ones([4], DType.Float64);
        for (int i = 0; i < 500; i++) v = gram.MatMul(v) / gram.MatMul(v).Norm();
        (v * gram.MatMul(v)).Sum().Item().ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Linear layer = Square();
        Should.Throw<AdjointException>(() => Parametrize.RegisterParametrization(layer, "wieght", new Doubled()))
            .Message.ShouldContain("Near that are: weight");
        Should.Throw<ShapeException>(() => Parametrize.RegisterParametrization(layer, "weight", new FirstRow()))
            .Message.ShouldContain("FirstRow makes [1, 3]");
        Should.Throw<AdjointException>(() => Parametrize.RemoveParametrizations(layer, "weight"));
        layer.StateDict().Keys.ShouldBe(["weight", "bias"]);
    }

    private static Linear Square() => new(3, 3, generator: new Generator(5), dtype: DType.Float64);

    private sealed class Symmetric : Module
    {
        public override Tensor Forward(Tensor x) => x.Triu() + x.Triu(1).Transpose();
    }

    private sealed class Doubled : Module, IParametrization
    {
        public override Tensor Forward(Tensor x) => x * 2;

        public IReadOnlyList<Tensor> RightInverse(Tensor value) => [value / 2];
    }

    private sealed class Shifted : Module
    {
        public override Tensor Forward(Tensor x) => x + 1;
    }

    private sealed class FirstRow : Module
    {
        public override Tensor Forward(Tensor x) => x[..1];
    }

    private sealed class Counted : Module
    {
        public int Runs { get; set; }

        public override Tensor Forward(Tensor x)
        {
            Runs++;
            return x * 1;
        }
    }
}
