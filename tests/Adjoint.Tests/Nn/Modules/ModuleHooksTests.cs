using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>Hooks on modules.</summary>
public sealed class ModuleHooksTests
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
            net[0].RegisterFullBackwardHook((m, input, output) => Note($"back {m.GetType().Name} {input is null} {output.Shape}")),
            net[1].RegisterFullBackwardHook((m, input, output) => Note($"back {m.GetType().Name} {input!.Shape}")),
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
        other[1].RegisterFullBackwardHook((_, input, output) => input! * 3);
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
        relu.RegisterFullBackwardHook((_, gi, go) =>
        {
            (input, output) = (gi!.ToArray<double>(), go.ToArray<double>());
            return null;
        });
        (relu.Call(x) + (x * 10)).Sum().Backward();
        input.ShouldBe([1.0, 0, 1, 0]);
        output.ShouldBe([1.0, 1, 1, 1]);
        x.Grad!.ToArray<double>().ShouldBe([11.0, 10, 11, 10]);
    }

    private static Sequential Net() => new(new Linear(2, 3, generator: new Generator(1), dtype: DType.Float64), new ReLU());
}
