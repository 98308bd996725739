using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class FlattenTests
{
    [Fact]
    public void It_joins_the_axes_from_first_to_last()
    {
        new Flatten().Forward(Tensor.Zeros([5, 2, 3, 4])).Shape.ShouldBe(Shape.Create([5, 24]));
        new Flatten(0, 1).Forward(Tensor.Zeros([5, 2, 3, 4])).Shape.ShouldBe(Shape.Create([10, 3, 4]));
    }
}
