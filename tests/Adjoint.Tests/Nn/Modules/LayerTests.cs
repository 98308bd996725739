using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class LayerTests
{
    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        Should.Throw<ShapeException>(() => new Linear(0, 1));
        Should.Throw<ShapeException>(() => new Conv2d(0, 1, 3));
        Should.Throw<ShapeException>(() => new Conv2d(3, 4, 3, groups: 2)).Message.ShouldContain("2 groups");
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, 0));
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, 3, stride: 0));
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, 3, padding: -1));
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, (3, 3, 3)));
        Should.Throw<ShapeException>(() => new MaxPool2d(0));
        Should.Throw<ShapeException>(() => new BatchNorm2d(0));
        Should.Throw<AdjointException>(() => new Dropout(1.5)).Message.ShouldContain("1.5");
        Should.Throw<DTypeException>(() => new Linear(1, 1, dtype: DType.Int64));
    }
}
