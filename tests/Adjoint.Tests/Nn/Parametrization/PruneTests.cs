using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>Masks on tensors of modules.</summary>
public sealed class PruneTests
{
    [Fact]
    public void The_least_values_go_and_the_names_are_PyTorchs()
    {
        Linear layer = Of([0.1, -3, 2, -0.2, 5, 0.3]);
        Prune.L1Unstructured(layer, "weight", 2);
        layer.Weight.ToArray<double>().ShouldBe([0, -3, 2, 0, 5, 0.3]);
        layer.StateDict().Keys.ShouldBe(["bias", "weight_orig", "weight_mask"]);
        Prune.IsPruned(layer).ShouldBeTrue();

        layer.Call(Tensor.Ones([1, 3], DType.Float64)).Sum().Backward();
        layer.GetParameter("weight_orig").Grad!.ToArray<double>().ShouldBe([0, 1, 1, 0, 1, 1]);
    }

    [Fact]
    public void What_is_pruned_again_loses_of_what_was_left()
    {
        Linear layer = Of([0.1, -3, 2, -0.2, 5, 0.3]);
        Prune.L1Unstructured(layer, "weight", 0.5);
        Prune.L1Unstructured(layer, "weight", 1.0 / 3);
        layer.Weight.ToArray<double>().ShouldBe([0, -3, 0, 0, 5, 0]);
    }

    [Fact]
    public void Channels_go_by_their_norm()
    {
        Linear layer = Of([0.1, -3, 2, -0.2, 5, 0.3]);
        Prune.LnStructured(layer, "weight", 1, 2, axis: 1);
        layer.Weight.ToArray<double>().ShouldBe([0, -3, 2, 0, 5, 0.3]);
        Prune.LnStructured(layer, "weight", 0.5, 1, axis: 0);
        layer.Weight.ToArray<double>().ShouldBe([0, 0, 0, 0, 5, 0.3]);
    }

    [Fact]
    public void At_random_as_many_go_as_are_asked_for()
    {
        Linear layer = new(10, 10, generator: new Generator(1));
        Prune.RandomUnstructured(layer, "weight", 30, new Generator(2));
        layer.Weight.ToArray<float>().Count(value => value == 0).ShouldBe(30);
        Prune.RandomStructured(layer, "bias", 0.4, 0, new Generator(3));
        layer.Bias!.ToArray<float>().Count(value => value == 0).ShouldBe(4);
    }

    [Fact]
    public void Of_several_tensors_the_least_values_of_all_go()
    {
        Linear a = Of([0.1, -3, 2, -0.2, 5, 0.3]), b = Of([0.01, 0.02, 7, 8, 9, 10]);
        Prune.GlobalUnstructured([(a, "weight"), (b, "weight")], 4);
        a.Weight.ToArray<double>().ShouldBe([0, -3, 2, 0, 5, 0.3]);
        b.Weight.ToArray<double>().ShouldBe([0, 0, 7, 8, 9, 10]);
    }

    [Fact]
    public void Removing_makes_it_permanent()
    {
        Linear layer = Of([0.1, -3, 2, -0.2, 5, 0.3]);
        Tensor own = layer.Weight;
        Prune.CustomFromMask(layer, "weight", Tensor.Of(1.0, 1, 0, 0, 1, 1).Reshape(2, 3));
        Prune.Remove(layer, "weight");
        layer.Weight.ShouldBeSameAs(own);
        own.ToArray<double>().ShouldBe([0.1, -3, 0, 0, 5, 0.3]);
        layer.StateDict().Keys.ShouldBe(["weight", "bias"]);
        Prune.IsPruned(layer).ShouldBeFalse();
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Linear layer = Of([1, 2, 3, 4, 5, 6]);
        Should.Throw<AdjointException>(() => Prune.L1Unstructured(layer, "weight", 7)).Message.ShouldContain("7 is not within 0 to 6");
        Should.Throw<AdjointException>(() => Prune.L1Unstructured(layer, "weight", 1.5)).Message.ShouldContain("1.5");
        Should.Throw<ShapeException>(() => Prune.CustomFromMask(layer, "weight", Tensor.Ones([2])));
        Should.Throw<AdjointException>(() => Prune.Remove(layer, "weight"));
        layer.StateDict().Keys.ShouldBe(["weight", "bias"]);
    }

    private static Linear Of(double[] weight)
    {
        var layer = new Linear(3, 2, dtype: DType.Float64);
        layer.Weight.Detach().CopyFrom(Tensor.From<double>(weight, [2, 3]));
        return layer;
    }
}
