using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class FunctionalCallTests
{
    private static readonly Tensor X = Tensor.Of(1.0, -2, 3, -4).Reshape(2, 2);

    [Fact]
    public void A_module_can_be_called_with_other_parameters()
    {
        Sequential net = Net();
        double[] own = net.Call(X).ToArray<double>();
        var given = net.StateDict().ToDictionary(p => p.Key, p => p.Value * 2);
        double[] doubled = [.. net.Call(X).ToArray<double>().Select(v => v * 2)];
        Functional.Call(net, given, X).ToArray<double>().ShouldBe(doubled, 1e-15);
        net.Call(X).ToArray<double>().ShouldBe(own);
        var gradients = Functional.Gradient(p => Functional.Call(net, p, X).Sum(), given);
        gradients.Keys.ShouldBe(["0.weight", "0.bias"]);
        net.Parameters().ShouldAllBe(p => (object?)p.Grad == null);
        // Only some; the others are the module's own, and get their gradients as usual.
        Functional.Call(net, new Dictionary<string, Tensor> { ["0.bias"] = given["0.bias"] }, X).Sum().Backward();
        net.Parameters()[0].Grad.ShouldNotBeNull();
        net.Parameters()[1].Grad.ShouldBeNull();
    }

    [Fact]
    public void Given_buffers_are_updated_where_they_were_given()
    {
        var norm = new BatchNorm2d(1, dtype: DType.Float64);
        var state = norm.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone());
        Functional.Call(norm, state, Tensor.Of(1.0, 2, 3, 6).Reshape(1, 1, 2, 2));
        state["running_mean"].Item().ShouldBe(0.3, 1e-15);
        state["num_batches_tracked"].Item().ShouldBe(1);
        norm.RunningMean!.Item().ShouldBe(0);
        norm.BatchesTracked!.Item().ShouldBe(0);
    }

    [Fact]
    public void Names_and_shapes_that_do_not_fit_are_named()
    {
        Sequential net = Net();
        Should.Throw<AdjointException>(() => Functional.Call(net, new Dictionary<string, Tensor> { ["1.weight"] = X }, X))
            .Message.ShouldBe("Functional.Call: Sequential has no 1.weight.");
        Should.Throw<ShapeException>(() => Functional.Call(net, new Dictionary<string, Tensor> { ["0.weight"] = X }, X))
            .Message.ShouldContain("Functional.Call: 0.weight of shape [2, 2]");
    }

    private static Sequential Net() => new(new Linear(2, 3, generator: new Generator(1), dtype: DType.Float64), new ReLU());
}
