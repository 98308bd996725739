using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class MaxPoolTests
{
    [Fact]
    public void Shapes_follow_from_window_stride_padding_and_ceil_mode()
    {
        new MaxPool2d(3, stride: 2, padding: 1).Forward(Tensor.Zeros([1, 2, 7, 8])).Shape.ShouldBe(Shape.Create([1, 2, 4, 4]));
        new MaxPool2d(2).Forward(Tensor.Zeros([1, 2, 7, 8])).Shape.ShouldBe(Shape.Create([1, 2, 3, 4]));
        new MaxPool2d(2, ceilMode: true).Forward(Tensor.Zeros([1, 2, 7, 8])).Shape.ShouldBe(Shape.Create([1, 2, 4, 4]));
    }
}
