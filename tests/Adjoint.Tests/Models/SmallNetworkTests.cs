using Adjoint.Models;

namespace Adjoint.Tests.Models;

/// <summary>The two networks that <c>adjoint train</c> takes by default.</summary>
public class SmallNetworkTests
{
    [Fact]
    public void The_networks_have_the_parameters_and_shapes_that_their_documentation_says()
    {
        var digits = new DigitsNet(new Generator(1));
        var fashion = new FashionNet(new Generator(1));

        digits.Parameters().Sum(parameter => parameter.Numel).ShouldBe(71_754);
        fashion.Parameters().Sum(parameter => parameter.Numel).ShouldBe(421_642);
        digits.Forward(Tensor.Zeros([2, 1, 8, 8])).Shape.ShouldBe(Shape.Create([2, 10]));
        fashion.Forward(Tensor.Zeros([2, 1, 28, 28])).Shape.ShouldBe(Shape.Create([2, 10]));
        fashion.StateDict().Keys.ShouldBe(
            ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]);
    }
}
