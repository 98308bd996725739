namespace Adjoint.Tests.Ops;

public sealed class InterpolateTests
{
    [Theory]
    [InlineData(DType.Bool)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int64)]
    public void Labels_and_masks_are_resized_by_the_nearest(DType type)
    {
        Tensor x = Tensor.From<double>([0, 1, 1, 0, 0, 1], [1, 1, 2, 3]);
        foreach (UpsampleMode mode in new[] { UpsampleMode.Nearest, UpsampleMode.NearestExact })
        {
            Tensor y = x.To(type).Interpolate((3, 7), mode: mode);
            y.DType.ShouldBe(type);
            y.To(DType.Float64).AllEqual(x.Interpolate((3, 7), mode: mode)).ShouldBeTrue();
        }

        Tensor doubled = x.To(type).UpsampleNearest(scaleFactor: 2);
        doubled.DType.ShouldBe(type);
        doubled.To(DType.Float64).AllEqual(x.UpsampleNearest(scaleFactor: 2)).ShouldBeTrue();
        Should.Throw<DTypeException>(() => x.To(type).UpsampleLinear(3));
    }
}
