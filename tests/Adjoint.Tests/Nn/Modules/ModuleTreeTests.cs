using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Nn;

/// <summary>Finding parts of a tree of modules, and handling its parameters together.</summary>
public sealed class ModuleTreeTests
{
    private static readonly Sequential Net = new(new Linear(2, 3), new Sequential(new BatchNorm1d(3), new ReLU()));

    [Fact]
    public void Parts_are_found_by_name()
    {
        Net.Children().Count.ShouldBe(2);
        Net.NamedChildren()[1].Name.ShouldBe("1");
        Net.Modules().Count.ShouldBe(5);
        Net.Buffers().Count.ShouldBe(3);
        Net.GetSubmodule("1.0").ShouldBeOfType<BatchNorm1d>();
        Net.GetSubmodule("").ShouldBeSameAs(Net);
        Net.GetParameter("0.weight").Shape.ShouldBe(Shape.Create([3, 2]));
        Net.GetBuffer("1.0.running_mean").Shape.ShouldBe(Shape.Create([3]));
        Should.Throw<AdjointException>(() => Net.GetParameter("0.wieght")).Message.ShouldContain("0.weight");
    }

    [Fact]
    public void Parameters_become_a_vector_and_back()
    {
        var layer = new Linear(2, 1);
        Tensor vector = Utils.ParametersToVector(layer.Parameters());
        vector.Numel.ShouldBe(3);
        vector.Sum().Backward();
        layer.Weight.Grad!.ToArray<float>().ShouldBe([1, 1]);
        Utils.VectorToParameters(Tensor.Of(1f, 2, 3), layer.Parameters());
        layer.Weight.ToArray<float>().ShouldBe([1, 2]);
        layer.Bias!.ToArray<float>().ShouldBe([3]);
        Should.Throw<ShapeException>(() => Utils.VectorToParameters(Tensor.Of(1f), layer.Parameters()));
    }

    [Fact]
    public void Gradients_are_clipped_together()
    {
        Tensor a = Tensor.Of(0.0).WithGrad(), b = Tensor.Of(0.0).WithGrad();
        ((a * 3) + (b * 4)).Sum().Backward();
        Utils.ClipGradNorm([a, b], 1).ShouldBe(5);
        a.Grad!.Item().ShouldBe(0.6, 1e-6);
        Utils.ClipGradValue([a, b], 0.7);
        b.Grad!.Item().ShouldBe(0.7);
    }

    [Fact]
    public void Lists_and_dictionaries_of_parameters_have_names()
    {
        var list = new ParameterList(Tensor.Ones([2]), Tensor.Ones([3]));
        var dict = new ParameterDict { { "a", Tensor.Ones([1]) } };
        list.StateDict().Keys.ShouldBe(["0", "1"]);
        dict.NamedParameters()[0].Name.ShouldBe("a");
        dict["a"].RequiresGrad.ShouldBeTrue();
        list.Clone()[0].ShouldNotBeSameAs(list[0]);
    }

    [Fact]
    public void Groups_are_added_to_an_optimizer_later()
    {
        Tensor a = Tensor.Of(1.0).WithGrad(), b = Tensor.Of(1.0).WithGrad();
        var optimizer = new Optimizer([a], new SGDRule(0.1, Momentum: 0.9));
        Step();
        optimizer.AddParameterGroup(new ParameterGroup([b], new AdamRule(0.01)));
        Step();
        a.Item().ShouldBe(1 - 0.1 - 0.19, 1e-12);
        b.Item().ShouldBe(0.99, 1e-9);
        optimizer.Parameters.Count.ShouldBe(2);
        Should.Throw<AdjointException>(() => optimizer.AddParameterGroup(new ParameterGroup([a], new SGDRule())))
            .Message.ShouldContain("occurs twice");
        Should.Throw<AdjointException>(() => optimizer.AddParameterGroup(new ParameterGroup([Tensor.Of(1.0)], new LBFGSRule())));
        optimizer.Groups.Count.ShouldBe(2);

        void Step()
        {
            optimizer.ZeroGrad();
            (a + b).Sum().Backward();
            optimizer.Step();
            b.ZeroGrad();
        }
    }

    [Fact]
    public void A_window_is_said_by_a_number_a_tuple_or_a_list()
    {
        new Conv2d(3, 8, [3, 5]).ToString().ShouldBe(new Conv2d(3, 8, (3, 5)).ToString());
        new MaxPool2d(2, [1, 2]).ToString().ShouldContain("stride=(1, 2)");
        Tensor x = Tensor.Normal([1, 3, 6, 7]);
        x.AvgPool2d([2, 3]).Shape.ShouldBe(x.AvgPool2d((2, 3)).Shape);
        x.AdaptiveAvgPool2d([2, 3]).Shape.ShouldBe(Shape.Create([1, 3, 2, 3]));
        x.Interpolate([3, 4]).Shape.ShouldBe(Shape.Create([1, 3, 3, 4]));
        x.Interpolate(scaleFactor: [2, 1.5]).Shape.ShouldBe(Shape.Create([1, 3, 12, 10]));
        x.Unfold([2, 2], stride: [2, 1]).Shape.ShouldBe(Shape.Create([1, 12, 18]));
        new ZeroPad2d((1, 0, 2, 3)).Call(x).Shape.ShouldBe(new ZeroPad2d([1, 0, 2, 3]).Call(x).Shape);
        new ConstantPad2d(1, 0.5).Call(x).ToArray<float>().ShouldBe(x.Pad((1, 1, 1, 1), value: 0.5).ToArray<float>());
        Should.Throw<ShapeException>(() => new Conv2d(3, 8, [3, 5, 7])).Message.ShouldContain("give one number or 2");
    }
}
