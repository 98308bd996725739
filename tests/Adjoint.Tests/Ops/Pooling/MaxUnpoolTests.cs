namespace Adjoint.Tests.Ops;

public sealed class MaxUnpoolTests
{
    [Fact]
    public void A_place_that_several_windows_found_has_its_value_once()
    {
        Tensor x = Tensor.From<double>([1, 5, 2, 3], [1, 1, 4]).WithGrad();
        (Tensor values, Tensor indices) = x.MaxPool(1, 3, 1);
        indices.ToArray<long>().ShouldBe([1, 1]);
        Tensor back = values.MaxUnpool1d(indices, 3, 1);
        back.ToArray<double>().ShouldBe([0, 5, 0, 0]);

        // The value arrives there once, and so does its gradient.
        Engine.Grad([back.Sum()], [x])[0].ToArray<double>().ShouldBe([0, 1, 0, 0]);
    }

    [Fact]
    public void The_last_of_several_stays_and_alone_has_a_gradient()
    {
        Tensor x = Tensor.From<double>([1, 2, 3, 4, 5, 6], [1, 2, 3]).WithGrad();
        Tensor indices = Tensor.From<long>([4, 0, 4, 1, 1, 1], [1, 2, 3]);
        Tensor y = x.MaxUnpool1d(indices, 3, 1);
        y.ToArray<double>().ShouldBe([2, 0, 0, 0, 3, 0, 6, 0, 0, 0]);
        Engine.Grad([y.Sum()], [x])[0].ToArray<double>().ShouldBe([0, 1, 1, 0, 0, 1]);
    }
}
