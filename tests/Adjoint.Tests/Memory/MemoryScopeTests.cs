using Adjoint.Nn;

namespace Adjoint.Tests.Memory;

/// <summary>Memory that somebody can still reach is not given up, however often the network runs again.</summary>
public class MemoryScopeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_module_within_a_chain_keeps_stays(bool training)
    {
        var spy = new Spy();
        var net = new Sequential(new Conv2d(8, 8, 3, padding: 1), new ReLU(), spy, new Conv2d(8, 8, 3, padding: 1), new ReLU());
        Tensor x = Tensor.Normal([16, 8, 32, 32], generator: new Generator(1));
        for (int run = 1; run <= 3; run++)
        {
            if (training)
            {
                net.Call(x * run).Square().Mean().Backward();
            }
            else
            {
                using Scope _ = GradMode.Off();
                spy.Keep(net.Call(x * run));
            }
        }

        spy.Kept().Count.ShouldBe(training ? 6 : 9);
        foreach ((Tensor tensor, double sum) in spy.Kept()) tensor.Sum().Item().ShouldBe(sum);
    }

    [Fact]
    public void A_gradient_that_was_read_outlives_its_clearing()
    {
        var net = new Sequential(new Linear(256, 256), new ReLU(), new Linear(256, 256));
        Tensor x = Tensor.Normal([64, 256], generator: new Generator(1));
        net.Call(x).Square().Mean().Backward();
        Tensor gradient = net.Parameters()[0].Grad.ShouldNotBeNull();
        double sum = gradient.Sum().Item();
        net.ZeroGrad();
        for (int run = 0; run < 3; run++) net.Call(x * 2).Square().Mean().Backward();

        gradient.Sum().Item().ShouldBe(sum);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_hook_of_a_module_keeps_stays(bool training)
    {
        var net = new Sequential(new Linear(256, 256), new ReLU(), new Linear(256, 256));
        var kept = new List<(Tensor Tensor, double Sum)>();
        net[0].RegisterForwardHook((_, _, y) => Keep(kept, y));
        net[2].RegisterForwardPreHook((_, x) => Keep(kept, x));
        Tensor input = Tensor.Normal([128, 256], generator: new Generator(1));
        for (int run = 1; run <= 3; run++)
        {
            using Scope _ = training ? GradMode.On() : GradMode.Off();
            Tensor y = net.Call(input * run);
            if (training) y.Square().Mean().Backward();
        }

        kept.Count.ShouldBe(6);
        foreach ((Tensor tensor, double sum) in kept) tensor.Sum().Item().ShouldBe(sum);
    }

    /// <summary>The rule of an addition passes its gradient on, so the hook, the leaf and the seed may share memory.</summary>
    [Fact]
    public void What_a_hook_of_a_gradient_keeps_stays()
    {
        Tensor x = Tensor.Ones([256, 256]).WithGrad();
        Tensor seed = Tensor.Full([256, 256], 4);
        var kept = new List<(Tensor Tensor, double Sum)>();
        x.RegisterHook(g => Keep(kept, g));
        for (int run = 0; run < 3; run++)
        {
            Tensor y = x + 1;
            y.RegisterHook(g => Keep(kept, g));
            y.RetainGrad();
            y.Backward(seed);
            x.ZeroGrad();
            y.Grad.ShouldNotBeNull().Sum().Item().ShouldBe(4.0 * 256 * 256);
        }

        kept.Count.ShouldBe(6);
        foreach ((Tensor tensor, double sum) in kept) tensor.Sum().Item().ShouldBe(sum);
        seed.Sum().Item().ShouldBe(4.0 * 256 * 256);
    }

    [Fact]
    public void A_checkpoint_gives_the_gradients_of_the_plain_pass()
    {
        var net = new Sequential(new Linear(256, 256), new ReLU(), new Linear(256, 256));
        Tensor x = Tensor.Normal([128, 256], generator: new Generator(1)).WithGrad();
        Tensor plain = net.Call(x), again = Functional.Checkpoint(net.Call, x);
        again.Square().Mean().Backward();
        float[] gradient = x.Grad.ShouldNotBeNull().ToArray<float>();
        x.ZeroGrad();
        plain.Square().Mean().Backward();

        x.Grad.ShouldNotBeNull().ToArray<float>().ShouldBe(gradient);
    }

    private static Tensor? Keep(List<(Tensor Tensor, double Sum)> kept, Tensor tensor)
    {
        kept.Add((tensor, tensor.Sum().Item()));
        return null;
    }
}

/// <summary>Keeps what it sees and what it makes.</summary>
internal sealed class Spy : Module
{
    [Unlisted]
    private readonly List<(Tensor Tensor, double Sum)> kept = [];

    public IReadOnlyList<(Tensor Tensor, double Sum)> Kept() => kept;

    public override Tensor Forward(Tensor x)
    {
        Keep(x);
        Tensor y = x * 2;
        Keep(y);
        return y;
    }

    public void Keep(Tensor tensor) => kept.Add((tensor.Detach(), tensor.Sum().Item()));
}
