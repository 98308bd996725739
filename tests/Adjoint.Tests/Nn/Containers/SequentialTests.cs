using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>Sequential fuses some layers and releases memory between layers; neither may change a result.</summary>
public sealed class SequentialTests
{
    private static readonly Shape Images = [3, 3, 40, 44];

    [Fact]
    public void Sequential_is_a_list_of_its_modules()
    {
        var relu = new ReLU();
        var net = new Sequential(new Flatten(0), relu);

        net.Count.ShouldBe(2);
        net[1].ShouldBeSameAs(relu);
        net.ToList().Count.ShouldBe(2);
        net.Forward(Tensor.Of(-1f, 2f)).ToArray<float>().ShouldBe([0, 2]);
    }

    [Fact]
    public void Without_gradients_it_gives_the_bits_of_its_layers_one_by_one()
    {
        Sequential model = Make();
        Tensor x = Tensor.Normal(Images, generator: new Generator(2));
        using Scope _ = GradMode.Off();
        Tensor expected = x;
        foreach (Module layer in model) expected = layer.Call(expected);
        byte[] bytes = Bytes(expected);
        for (int i = 0; i < 3; i++) Bytes(model.Call(x)).ShouldBe(bytes);
    }

    [Fact]
    public void Gradients_are_those_of_its_layers_one_by_one()
    {
        Sequential model = Make();
        Tensor x = Tensor.Normal(Images, generator: new Generator(2)).WithGrad();
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
        var model = new Sequential(new Conv2d(3, 8, 3, generator: new Generator(1)), keeper, new ReLU(), new MaxPool2d(2));
        Tensor x = Tensor.Normal(Images, generator: new Generator(2));
        using Scope _ = GradMode.Off();
        Tensor y = model.Call(x);
        Bytes(model[3].Call(model[2].Call(kept!))).ShouldBe(Bytes(y));
        Bytes(model[0].Call(x)).ShouldBe(Bytes(kept!));
    }

    [Fact]
    public void The_input_stays_readable_also_where_the_first_layers_pass_it_on()
    {
        var model = (Sequential)new Sequential(new Dropout(), new Flatten(0, 1), new ReLU(), new ReLU()).Eval();
        Tensor x = Tensor.Normal(Images, generator: new Generator(2));
        byte[] before = Bytes(x);
        using Scope _ = GradMode.Off();
        model.Call(x);
        Bytes(x).ShouldBe(before);
    }

    [Fact]
    public void What_a_hook_keeps_stays_readable_also_in_a_chain_within_the_chain()
    {
        Sequential inner = new(new BatchNorm2d(8), new Sigmoid());
        var model = (Sequential)new Sequential(new Conv2d(3, 8, 3, generator: new Generator(1)), inner, new AvgPool2d(2)).Eval();
        Tensor? before = null, after = null;
        inner[1].RegisterForwardHook((_, x, y) =>
        {
            (before, after) = (x, y);
            return null;
        });
        using Scope _ = GradMode.Off();
        Tensor z = model.Call(Tensor.Normal(Images, generator: new Generator(2)));
        Bytes(inner[1].Call(before!)).ShouldBe(Bytes(after!));
        Bytes(model[2].Call(after!)).ShouldBe(Bytes(z));
    }

    [Fact]
    public void What_a_layer_of_the_user_or_a_chain_of_the_user_keeps_stays_readable()
    {
        Tensor? first = null, second = null;
        var layer = new KeepingLayer(x => first = x);
        var chain = new KeepingChain(new Tanh(), x => second = x);
        var model = new Sequential(new AvgPool2d(1), layer, new Sigmoid(), chain, new BatchNorm2d(3));
        using Scope _ = GradMode.Off();
        model.Call(Tensor.Normal(Images, generator: new Generator(2)));
        Bytes(model[2].Call(first!)).ShouldBe(Bytes(second!));
    }

    [Fact]
    public void Layers_of_all_kinds_free_what_passes_between_them_without_a_trace()
    {
        var random = new Generator(1);
        var model = (Sequential)new Sequential(
            new ZeroPad2d(1), new Conv2d(3, 8, 3, generator: random), new BatchNorm2d(8), new SiLU(), new Identity(), new AvgPool2d(2),
            new Sequential(new Dropout(), new GELU(), new Sequential(new Identity())), new Dropout2d(), new GroupNorm(2, 8), new Tanh(),
            new AdaptiveAvgPool2d(16), new Flatten(2), new Unflatten(2, 16, 16), new Softmax(1)).Eval();
        Tensor x = Tensor.Normal(Images, generator: new Generator(2));
        Tensor expected = x;
        foreach (Module layer in model) expected = layer.Call(expected);
        using Scope _ = GradMode.Off();
        for (int i = 0; i < 3; i++)
        {
            Tensor y = model.Call(x);
            Bytes(y).ShouldBe(Bytes(expected));
            y.Dispose();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Layers_with_hooks_are_run_one_by_one(int hooked)
    {
        var model = new Sequential(new Conv2d(3, 8, 3, generator: new Generator(1)), new ReLU(), new MaxPool2d(2));
        Tensor x = Tensor.Normal(Images, generator: new Generator(2)).WithGrad();
        byte[] expected = Bytes(model.Call(x));
        Tensor? before = null, after = null;
        model[hooked].RegisterForwardHook((_, input, output) =>
        {
            (before, after) = (input, output);
            return null;
        });

        Bytes(model.Call(x)).ShouldBe(expected);
        Tensor seen = x;
        for (int i = 0; i < hooked; i++) seen = model[i].Forward(seen);
        Bytes(before!).ShouldBe(Bytes(seen));
        if (hooked < 2) Bytes(model[2].Call(hooked == 0 ? model[1].Call(after!) : after!)).ShouldBe(expected);
    }

    /// <summary>Windows without and with overlap, and one that holds nothing but negative numbers.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Relu_before_a_pool_has_the_bits_and_gradients_of_the_layers_one_by_one(int kernel, int stride)
    {
        var random = new Generator(1);
        var model = new Sequential(new Conv2d(3, 8, 3, padding: 1, generator: random), new ReLU(), new MaxPool2d(kernel, stride));
        Tensor x = Tensor.Normal(Images, generator: new Generator(2)).WithGrad();
        Tensor y = model.Call(x);
        Tensor g = Tensor.Normal(y.Shape, generator: new Generator(3));
        Tensor[] gradients = Engine.Grad([y], [x, .. model.Parameters()], [g]);
        Tensor expected = x;
        foreach (Module layer in model) expected = layer.Call(expected);
        Tensor[] expectedGradients = Engine.Grad([expected], [x, .. model.Parameters()], [g]);
        Bytes(y).ShouldBe(Bytes(expected));
        y.ToArray<float>().ShouldContain(0f);
        for (int i = 0; i < gradients.Length; i++) Bytes(gradients[i]).ShouldBe(Bytes(expectedGradients[i]));
    }

    private static Sequential Make()
    {
        var random = new Generator(1);
        return new(
            new Conv2d(3, 16, 3, padding: 1, generator: random), new ReLU(), new MaxPool2d(2), new Conv2d(16, 24, 3, generator: random),
            new ReLU(), new ReLU(), new Conv2d(24, 5, 1, stride: 2, bias: false, generator: random), new ReLU(), new Flatten(),
            new Linear(450, 7, generator: random), new ReLU());
    }

    private static byte[] Bytes(Tensor tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.Detach().Contiguous().ToArray<float>()).ToArray();

    private sealed class Keeper(Func<Tensor, Tensor> keep) : Module
    {
        public override Tensor Forward(Tensor x) => keep(x);
    }

    private sealed class KeepingLayer(Action<Tensor> keep) : Layer
    {
        protected override Tensor Apply(Tensor x)
        {
            Tensor y = x.Relu();
            keep(y);
            return y;
        }
    }

    private sealed class KeepingChain(Module layer, Action<Tensor> keep) : Sequential(layer)
    {
        public override Tensor Forward(Tensor x)
        {
            keep(x);
            return base.Forward(x);
        }
    }
}
