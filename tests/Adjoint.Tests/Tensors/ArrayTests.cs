namespace Adjoint.Tests.Tensors;

public sealed class ArrayTests
{
    [Fact]
    public void Arrays_have_the_sizes_of_the_tensor()
    {
        Tensor x = Tensor.Arange(24).Reshape(2, 3, 4);
        long[,,] three = x.ToArray3D<long>();
        (three.GetLength(0), three.GetLength(1), three.GetLength(2)).ShouldBe((2, 3, 4));
        three[1, 2, 3].ShouldBe(23);
        three[1, 0, 2].ShouldBe(14);
        x[0].ToArray2D<long>()[2, 1].ShouldBe(9);
        x.Unsqueeze(0).ToArray4D<long>()[0, 1, 1, 0].ShouldBe(16);
    }

    [Fact]
    public void Views_come_out_in_their_own_order()
    {
        double[,] turned = Tensor.From(new[,] { { 1.0, 2 }, { 3, 4 }, { 5, 6 } }).Transpose().ToArray2D<double>();
        turned.Cast<double>().ShouldBe([1, 3, 5, 2, 4, 6]);
        Tensor.From(turned).Transpose().ToArray2D<double>().Cast<double>().ShouldBe([1, 2, 3, 4, 5, 6]);
        Tensor.Zeros([0, 3]).ToArray2D<float>().GetLength(1).ShouldBe(3);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Should.Throw<ShapeException>(() => Tensor.Zeros([2]).ToArray2D<float>()).Message
            .ShouldBe("ToArray2D: takes a tensor of 2 axes, not [2]; reshape it first.");
        Should.Throw<DTypeException>(() => Tensor.Zeros([2, 2]).ToArray2D<double>());
        Should.Throw<DTypeException>(() => Tensor.Zeros([2]).To<char>());
    }

    [Fact]
    public void A_type_can_be_given_as_that_of_csharp()
    {
        Tensor.Zeros([2]).To<double>().DType.ShouldBe(DType.Float64);
        Tensor.Of(0f, 2).To<bool>().ToArray<bool>().ShouldBe([false, true]);
    }
}
