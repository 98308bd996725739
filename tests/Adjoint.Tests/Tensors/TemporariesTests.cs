using Adjoint.Nn;

namespace Adjoint.Tests.Tensors;

/// <summary>Memory that somebody can still reach is not given up, however often the network runs again.</summary>
public class TemporariesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_module_within_a_chain_keeps_stays(bool training)
    {
        var spy = new Spy();
        var net = new Sequential(new Conv2d(8, 8, 3, padding: 1), new ReLU(), spy, new Conv2d(8, 8, 3, padding: 1), new ReLU());
        Tensor x = Tensor.Normal([16, 8, 32, 32], random: new Generator(1));
        for (int run = 1; run <= 3; run++)
        {
            if (training)
            {
                net.Call(x * run).Square().Mean().Backward();
            }
            else
            {
                using GradMode.Scope _ = GradMode.Off();
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
        Tensor x = Tensor.Normal([64, 256], random: new Generator(1));
        net.Call(x).Square().Mean().Backward();
        Tensor gradient = net.Parameters()[0].Grad.ShouldNotBeNull();
        double sum = gradient.Sum().Item();
        net.ZeroGrad();
        for (int run = 0; run < 3; run++) net.Call(x * 2).Square().Mean().Backward();

        gradient.Sum().Item().ShouldBe(sum);
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
