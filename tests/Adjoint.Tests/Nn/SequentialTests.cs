using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>A chain computes some neighbours in one pass, and frees what passes between layers; neither may be seen.</summary>
public sealed class SequentialTests
{
    private static readonly Shape Images = [3, 3, 40, 44];

    [Fact]
    public void Without_gradients_it_gives_the_bits_of_its_layers_one_by_one()
    {
        Sequential model = Make();
        Tensor x = Tensor.Normal(Images, random: new Generator(2));
        using GradMode.Scope _ = GradMode.Off();
        Tensor expected = x;
        foreach (Module layer in model) expected = layer.Call(expected);
        byte[] bytes = Bytes(expected);
        for (int i = 0; i < 3; i++) Bytes(model.Call(x)).ShouldBe(bytes);
    }

    [Fact]
    public void Gradients_are_those_of_its_layers_one_by_one()
    {
        Sequential model = Make();
        Tensor x = Tensor.Normal(Images, random: new Generator(2)).WithGrad();
        Tensor[] inputs = [x, .. model.Parameters()];
        Tensor expected = x;
        foreach (Module layer in model) expected = layer.Call(expected);
        Tensor[] one = Engine.Grad([expected.Square().Sum()], inputs), all = Engine.Grad([model.Call(x).Square().Sum()], inputs);
        for (int i = 0; i < one.Length; i++) Bytes(all[i]).ShouldBe(Bytes(one[i]));
    }

    [Fact]
    public void What_a_layer_of_the_user_keeps_stays_readable()
    {
        Tensor? kept = null;
        var keeper = new Keeper(t => kept = t);
        var model = new Sequential(new Conv2d(3, 8, 3, random: new Generator(1)), keeper, new ReLU(), new MaxPool2d(2));
        Tensor x = Tensor.Normal(Images, random: new Generator(2));
        using GradMode.Scope _ = GradMode.Off();
        Tensor y = model.Call(x);
        Bytes(model[3].Call(model[2].Call(kept!))).ShouldBe(Bytes(y));
        Bytes(model[0].Call(x)).ShouldBe(Bytes(kept!));
    }

    [Fact]
    public void The_input_stays_readable_also_where_the_first_layers_pass_it_on()
    {
        var model = (Sequential)new Sequential(new Dropout(), new Flatten(0, 1), new ReLU(), new ReLU()).Eval();
        Tensor x = Tensor.Normal(Images, random: new Generator(2));
        byte[] before = Bytes(x);
        using GradMode.Scope _ = GradMode.Off();
        model.Call(x);
        Bytes(x).ShouldBe(before);
    }

    private static Sequential Make()
    {
        var random = new Generator(1);
        return new(
            new Conv2d(3, 16, 3, padding: 1, random: random), new ReLU(), new MaxPool2d(2), new Conv2d(16, 24, 3, random: random),
            new ReLU(), new ReLU(), new Conv2d(24, 5, 1, stride: 2, bias: false, random: random), new ReLU(), new Flatten(),
            new Linear(450, 7, random: random), new ReLU());
    }

    private static byte[] Bytes(Tensor tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.Detach().Contiguous().ToArray<float>()).ToArray();

    private sealed class Keeper(Func<Tensor, Tensor> keep) : Module
    {
        public override Tensor Forward(Tensor x) => keep(x);
    }
}
