using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>What happens to gradients on their way into a step: kinds, clipping, accumulation, groups.</summary>
public class GradientHandlingTests
{
    [Fact]
    public void Kinds_of_gradients_are_counted_and_handled_by_choice()
    {
        Tensor[] parameters = [.. Enumerable.Range(0, 4).Select(_ => Tensor.Ones([3]).WithGrad())];
        parameters[0].Grad = Tensor.Ones([3]);
        parameters[1].Grad = Tensor.Zeros([3]);
        parameters[2].Grad = Tensor.Of(1f, float.NaN, 0f);
        var optimizer = new AdamW(parameters, new AdamWRule(0.1, WeightDecay: 0.5));

        string message = Should.Throw<AdjointException>(optimizer.Step).Message;

        message.ShouldContain("parameter 2");
        message.ShouldContain("not finite");
        parameters.ShouldAllBe(parameter => parameter.ToArray<float>().All(value => value == 1));
        optimizer.Steps.ShouldBe(0);

        optimizer.NotFinite = optimizer.Zero = GradientChoice.Skip;
        optimizer.Step();

        optimizer.Steps.ShouldBe(1);
        float.IsNaN(parameters[2].ToArray<float>()[1]).ShouldBeFalse();
        parameters[1].ToArray<float>().ShouldBe([1, 1, 1]);
        parameters[0].ToArray<float>()[0].ShouldBeLessThan(1);
        optimizer.Gradients.ShouldBe(new GradientCounts(2, 1, 2, 2, 0));

        optimizer.Zero = optimizer.NotFinite = GradientChoice.Step;
        optimizer.Step();
        parameters[1].ToArray<float>()[0].ShouldBe(0.95f);
        float.IsNaN(parameters[2].ToArray<float>()[1]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_NaN_or_an_infinity_is_found_wherever_it_is(int place)
    {
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            foreach (DType type in new[] { DType.Float32, DType.Float64 })
            {
                Tensor parameter = Tensor.Ones([100_003], type).WithGrad();
                Tensor gradient = Tensor.Ones([100_003], type);
                gradient[place..(place + 1)].Fill(bad);
                parameter.Grad = gradient;
                Should.Throw<AdjointException>(() => new SGD([parameter]).Step());
            }
        }
    }

    [Fact]
    public void Clipping_by_value_takes_infinite_gradients_to_the_limit()
    {
        Tensor[] parameters = [Tensor.Ones([3], DType.Float64).WithGrad(), Tensor.Ones([1], DType.Float64).WithGrad()];
        parameters[0].Grad = Tensor.Of(double.PositiveInfinity, -4, 0.5);
        parameters[1].Grad = Tensor.Of(1e200); // finite, but not its square

        GradientClip.ByValue(1).Apply(parameters).ShouldBe(double.PositiveInfinity);

        parameters[0].Grad!.ToArray<double>().ShouldBe([1, -1, 0.5]);
        parameters[1].Grad!.ToArray<double>().ShouldBe([1]);
    }

    [Fact]
    public void Clipping_by_norm_shortens_all_gradients_by_one_factor()
    {
        Tensor a = Tensor.Zeros([2], DType.Float64).WithGrad(), b = Tensor.Zeros([1], DType.Float64).WithGrad();
        a.Grad = Tensor.Of(3.0, 0.0);
        b.Grad = Tensor.Of(-4.0);
        var optimizer = new SGD([a, b], 1) { Clip = GradientClip.ByNorm(1) };
        optimizer.Step();

        optimizer.GradientNorm.ShouldBe(5, 1e-15);
        a.ToArray<double>()[0].ShouldBe(-3 / (5 + 1e-6), 1e-15);
        b.Item().ShouldBe(4 / (5 + 1e-6), 1e-15);
        a.Grad!.ToArray<double>()[0].ShouldBe(3);
        optimizer.Gradients.ClippedSteps.ShouldBe(1);

        GradientClip.ByNorm(1).Apply([a, b]).ShouldBe(5, 1e-15);
        b.Grad!.Item().ShouldBe(-4 / (5 + 1e-6), 1e-15);
        GradientClip.ByNorm(10).Apply([a, b]);
        b.Grad!.Item().ShouldBe(-4 / (5 + 1e-6), 1e-15);
    }

    [Fact]
    public void Clipping_by_value_limits_each_element()
    {
        Tensor parameter = Tensor.Zeros([37], DType.Float64).WithGrad();
        parameter.Grad = Tensor.Linspace(-3, 3, 37, DType.Float64);
        new SGD([parameter], 1) { Clip = GradientClip.ByValue(0.5) }.Step();
        double[] values = parameter.ToArray<double>();
        for (int i = 0; i < 37; i++) values[i].ShouldBe(-Math.Clamp(-3 + (i / 6.0), -0.5, 0.5), 1e-14);

        GradientClip.ByValue(0.25).Apply([parameter]);
        parameter.Grad!.ToArray<double>().ShouldBe([.. values.Select(value => Math.Clamp(-value, -0.25, 0.25))], 1e-14);
        Should.Throw<AdjointException>(() => GradientClip.ByNorm(0)).Message.ShouldContain("maximum of 0");
    }

    [Fact]
    public void Accumulated_passes_make_one_step_by_their_mean()
    {
        Tensor whole = Tensor.Of(1.0, 2.0).WithGrad(), parts = Tensor.Of(1.0, 2.0).WithGrad();
        var one = new Adam([whole], 0.1);
        var other = new Adam([parts], 0.1) { AccumulationSteps = 3 };
        for (int step = 0; step < 4; step++)
        {
            one.ZeroGrad();
            ((whole * (1 + step)).Sum() + (whole.Square().Sum() / 1)).Backward();
            one.Step();
            for (int part = 0; part < 3; part++)
            {
                other.ZeroGrad();
                ((parts * (1 + step)).Sum() + (parts.Square().Sum() * (0.5 + (0.5 * part)))).Backward();
                other.Step();
            }
        }

        other.Steps.ShouldBe(4);
        parts.ToArray<double>().ShouldBe(whole.ToArray<double>(), 1e-14);
        Should.Throw<AdjointException>(() => other.AccumulationSteps = 0).Message.ShouldContain("AccumulationSteps of 0");
    }

    [Theory]
    [MemberData(nameof(Rules.Names), MemberType = typeof(Rules))]
    public void Climbing_is_descending_on_the_negative(string name)
    {
        Tensor up = Tensor.Linspace(-1, 2, 6, DType.Float64).Reshape(2, 3).Clone().WithGrad();
        Tensor down = up.Detach().Clone().WithGrad();
        // Decay pulls towards 0 either way.
        var climbing = new Optimizer([up], Rules.Of(name) with { Maximize = true });
        var descending = new Optimizer([down], Rules.Of(name));
        for (int step = 0; step < 5; step++)
        {
            climbing.Step(() => Loss(up, -1));
            descending.Step(() => Loss(down, 1));
        }

        up.ToArray<double>().ShouldBe(down.ToArray<double>());

        static Tensor Loss(Tensor x, double sign)
        {
            x.ZeroGrad();
            Tensor loss = ((x - 3).Square() * sign).Sum();
            loss.Backward();
            return loss;
        }
    }

    [Fact]
    public void Groups_have_their_own_settings()
    {
        var net = new Sequential(new Linear(3, 2), new Linear(2, 2));
        var rule = new AdamWRule(0.1, WeightDecay: 0.5);
        IReadOnlyList<ParameterGroup> groups = ParameterGroup.Split(
            net.NamedParameters(), (_, p) => p.Rank > 1, rule, rule with { WeightDecay = 0 });
        var optimizer = new Optimizer(groups);
        foreach (Tensor parameter in net.Parameters())
        {
            using (GradMode.Off()) parameter.Fill(1);
            parameter.Grad = Tensor.Zeros(parameter.Shape);
        }

        optimizer.Step();

        foreach ((string name, Tensor parameter) in net.NamedParameters())
            parameter.ToArray<float>()[0].ShouldBe(name.EndsWith("bias", StringComparison.Ordinal) ? 1 : 0.95f);
        groups[1].LearningRate = 0.01;
        optimizer.LearningRate.ShouldBe(0.1);
        ParameterGroup.Split(net.NamedParameters(), (_, _) => true, rule, rule).Count.ShouldBe(1);
    }

    [Fact]
    public void L_BFGS_needs_the_closure()
    {
        Should.Throw<AdjointException>(new LBFGS([Tensor.Ones([2]).WithGrad()]).Step).Message.ShouldContain("Step(closure)");
    }

    [Fact]
    public void L_BFGS_takes_one_group()
    {
        ParameterGroup[] groups = [new([Tensor.Ones([2]).WithGrad()], new AdamRule()), new([Tensor.Ones([2]).WithGrad()], new LBFGSRule())];
        Should.Throw<AdjointException>(() => new Optimizer(groups)).Message.ShouldContain("as one group; there are 2");
    }
}
