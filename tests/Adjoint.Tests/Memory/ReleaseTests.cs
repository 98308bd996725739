using Adjoint.Core;

namespace Adjoint.Tests.Memory;

/// <summary>What a pass gives back early must be nobody's.</summary>
public sealed class ReleaseTests
{
    private const int Large = 100_000; // beyond the threshold of pooled memory

    [Fact]
    public void A_gradient_that_a_users_rule_keeps_stays_readable()
    {
        var twice = new Twice();
        Tensor x = Tensor.Ones([Large]).WithGrad();
        Tensor y = Engine.Apply(twice, x * 3);
        (y * y).Sum().Backward();
        twice.Seen!.Sum().Item().ShouldBe(12.0 * Large, 1);
        twice.Made!.Sum().Item().ShouldBe(24.0 * Large, 1);
        x.Grad![^1].Item().ShouldBe(72);
    }

    [Fact]
    public void Shared_retained_and_asked_for_gradients_stay_readable()
    {
        Tensor x = Tensor.Ones([Large]).WithGrad();
        Tensor middle = (x * 2).RetainGrad();
        Tensor sum = middle + middle;
        sum.Reshape(100, -1).Square().Sum().Backward(retainGraph: true);
        middle.Grad![0].Item().ShouldBe(16);
        x.Grad![0].Item().ShouldBe(32);

        Tensor[] asked = Engine.Grad([sum.Square().Sum()], [x, middle, sum]);
        asked.Select(g => g[^1].Item()).ShouldBe([32, 16, 8]);
        sum.Detach().Sum().Item().ShouldBe(4.0 * Large, 1);
    }

    [Fact]
    public void The_seed_stays_the_users()
    {
        Tensor x = Tensor.Ones([Large]).WithGrad();
        Tensor seed = Tensor.Full([Large], 5);
        (x + 1).Backward(seed);
        seed[7].Item().ShouldBe(5);
        x.Grad![7].Item().ShouldBe(5);
    }

    [Fact]
    public void What_a_recorded_pass_makes_is_kept_for_the_next_though_it_is_constant()
    {
        Tensor x = Tensor.Ones([Large]).WithGrad();
        Tensor slope = Engine.Grad([(1 - x.Square()).Sum()], [x], createGraph: true)[0];
        Engine.Grad([slope.Sum()], [x])[0][7].Item().ShouldBe(-2);
    }

    private sealed record Twice : Op
    {
        public Tensor? Seen { get; private set; }

        public Tensor? Made { get; private set; }

        public override Spec Infer(ReadOnlySpan<Tensor> x) => new(x[0].DType, x[0].Shape);

        public override Tensor? Vjp(Call call, int input, Tensor g)
        {
            Seen = g;
            Made = g * 2;
            return Made;
        }

        protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
        {
            using (GradMode.Off()) y.CopyFrom(x[0].Detach() * 2);
        }
    }
}
