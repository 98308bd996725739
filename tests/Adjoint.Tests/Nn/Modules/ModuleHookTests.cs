using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>Hooks on modules.</summary>
public sealed class ModuleHookTests
{
    private static readonly Tensor X = Tensor.Of(1.0, -2, 3, -4).Reshape(2, 2);

    [Fact]
    public void They_see_each_pass_in_order_and_can_be_taken_away()
    {
        Sequential net = Net();
        List<string> seen = [];
        IDisposable[] handles =
        [
            net.RegisterForwardPreHook((m, x) => Note($"before {m.GetType().Name} {x.Shape}")),
            net[0].RegisterForwardPreHook((m, x) => Note($"before {m.GetType().Name}")),
            net[0].RegisterForwardHook((m, x, y) => Note($"after {m.GetType().Name} {y.Shape}")),
            net[1].RegisterForwardHook((m, x, y) => Note($"after {m.GetType().Name}")),
            net.RegisterForwardHook((m, x, y) => Note($"after {m.GetType().Name}")),
            net[0].RegisterBackwardHook((m, input, output) => Note($"back {m.GetType().Name} {input is null} {output.Shape}")),
            net[1].RegisterBackwardHook((m, input, output) => Note($"back {m.GetType().Name} {input!.Shape}")),
        ];
        net.Call(X).Sum().Backward();
        string[] expected =
        [
            "before Sequential [2, 2]", "before Linear", "after Linear [2, 3]", "after ReLU", "after Sequential",
            "back ReLU [2, 3]", "back Linear True [2, 3]",
        ];
        seen.ShouldBe(expected);
        foreach (IDisposable handle in handles) handle.Dispose();
        net.Call(X).Sum().Backward();
        seen.Count.ShouldBe(expected.Length);

        Tensor? Note(string what)
        {
            seen.Add(what);
            return null;
        }
    }

    [Fact]
    public void A_layer_runs_its_hooks_once_however_it_is_called()
    {
        Sequential net = Net();
        int runs = 0;
        net[0].RegisterForwardHook((_, _, _) =>
        {
            runs++;
            return null;
        });
        net[0].Forward(X);
        net[0].Call(X);
        net.Forward(X);
        runs.ShouldBe(3);
    }

    [Fact]
    public void Inputs_outputs_and_gradients_can_be_replaced()
    {
        Sequential net = Net();
        double[] plain = net.Call(X * 2).ToArray<double>();
        net.RegisterForwardPreHook((_, x) => x * 2);
        net.Call(X).ToArray<double>().ShouldBe(plain);
        net.RegisterForwardHook((_, _, y) => y + 1);
        net.Call(X).ToArray<double>().ShouldBe([.. plain.Select(v => v + 1)]);

        Sequential other = Net();
        Tensor x = X.Detach().WithGrad();
        other[1].RegisterBackwardHook((_, input, output) => input! * 3);
        other.Call(x).Sum().Backward();
        Tensor y = X.Detach().WithGrad();
        Net().Call(y).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([.. y.Grad!.ToArray<double>().Select(v => 3 * v)], 1e-15);
    }

    [Fact]
    public void A_backward_hook_sees_only_what_passes_through_the_module()
    {
        var relu = new ReLU();
        Tensor x = X.Detach().WithGrad();
        double[]? input = null;
        double[]? output = null;
        relu.RegisterBackwardHook((_, gi, go) =>
        {
            (input, output) = (gi!.ToArray<double>(), go.ToArray<double>());
            return null;
        });
        (relu.Call(x) + (x * 10)).Sum().Backward();
        input.ShouldBe([1.0, 0, 1, 0]);
        output.ShouldBe([1.0, 1, 1, 1]);
        x.Grad!.ToArray<double>().ShouldBe([11.0, 10, 11, 10]);
    }

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
        net.Parameters().ShouldAllBe(p => p.Grad == null);
        // Only some; the others are the module's own, and get their gradients as usual.
        Functional.Call(net, new Dictionary<string, Tensor> { ["0.bias"] = given["0.bias"] }, X).Sum().Backward();
        net.Parameters()[0].Grad.ShouldNotBeNull();
        net.Parameters()[1].Grad.ShouldBeNull();
    }

    [Fact]
    public void Given_buffers_are_updated_where_they_were_given()
    {
        var norm = new BatchNorm2d(1, type: DType.Float64);
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

    private static Sequential Net() => new(new Linear(2, 3, random: new Generator(1), type: DType.Float64), new ReLU());
}
