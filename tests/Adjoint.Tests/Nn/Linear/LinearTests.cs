using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class LinearTests
{
    [Fact]
    public void Equal_seeds_give_equal_layers()
    {
        float[] first = new Linear(4, 3, generator: new Generator(5)).Weight.ToArray<float>();

        new Linear(4, 3, generator: new Generator(5)).Weight.ToArray<float>().ShouldBe(first);
        new Linear(4, 3, generator: new Generator(6)).Weight.ToArray<float>().ShouldNotBe(first);
    }

    [Fact]
    public void Linear_maps_the_last_axis()
    {
        var layer = new Linear(2, 1);
        layer.LoadStateDict(new Dictionary<string, Tensor>
        {
            ["weight"] = Tensor.From(new float[,] { { 2, 3 } }),
            ["bias"] = Tensor.Of(10f),
        });

        Tensor y = layer.Forward(Tensor.From(new float[,,] { { { 1, 1 }, { 0, 1 } } }));

        y.Shape.ShouldBe(Shape.Create([1, 2, 1]));
        y.ToArray<float>().ShouldBe([15, 13]);
        new Linear(2, 1, bias: false).Parameters().Count.ShouldBe(1);
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_with_both_shapes()
    {
        string message = Should.Throw<ShapeException>(() => new Linear(3, 2).Forward(Tensor.Zeros([4, 5]))).Message;

        message.ShouldContain("[4, 5]");
        message.ShouldContain("[2, 3]");
    }
}
