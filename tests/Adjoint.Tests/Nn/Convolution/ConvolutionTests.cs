using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class ConvolutionTests
{
    [Fact]
    public void Conv2d_has_the_shape_of_the_formula()
    {
        var layer = new Conv2d(4, 6, (3, 5), stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2);

        layer.Weight.Shape.ShouldBe(Shape.Create([6, 2, 3, 5]));
        layer.Forward(Tensor.Zeros([2, 4, 9, 12])).Shape.ShouldBe(Shape.Create([2, 6, 5, 8]));
        layer.Forward(Tensor.Zeros([4, 9, 12])).Shape.ShouldBe(Shape.Create([6, 5, 8]));
    }
}
