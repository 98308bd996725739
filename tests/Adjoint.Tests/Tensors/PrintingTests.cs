namespace Adjoint.Tests.Tensors;

/// <summary>
/// What PyTorch 1.13.1 prints for the same values; only the names of types (dtype=float64, not torch.float64) and of
/// operations (grad_fn=&lt;Log&gt;, not &lt;LogBackward0&gt;) are our own.
/// </summary>
public sealed class PrintingTests
{
    [Fact]
    public void Whole_numbers_have_a_bare_point() => Tensor.Of(1f, 2f).ToString().ShouldBe("tensor([1., 2.])");

    [Fact]
    public void Fractions_have_four_decimals() => Tensor.From(new float[,] { { 1, 2.5f }, { 3, 4 } }).ToString()
        .ShouldBe("tensor([[1.0000, 2.5000],\n        [3.0000, 4.0000]])");

    [Fact]
    public void Signs_are_aligned() => Tensor.Of(-1.5f, 2f).ToString().ShouldBe("tensor([-1.5000,  2.0000])");

    [Fact]
    public void Numbers_without_axes()
    {
        Tensor.Scalar(3.5).ToString().ShouldBe("tensor(3.5000)");
        Tensor.Scalar(3).ToString().ShouldBe("tensor(3.)");
        Tensor.Scalar(7, DType.Int64).ToString().ShouldBe("tensor(7)");
        Tensor.Scalar(1, DType.Bool).ToString().ShouldBe("tensor(True)");
        Tensor.Scalar(double.NaN).ToString().ShouldBe("tensor(nan)");
    }

    [Fact]
    public void Integers_and_truth_values_are_aligned()
    {
        Tensor.Of(1L, 2L, 300L).ToString().ShouldBe("tensor([  1,   2, 300])");
        Tensor.Of(true, false).ToString().ShouldBe("tensor([ True, False])");
    }

    [Fact]
    public void The_largest_integer_is_exact() =>
        Tensor.Of(long.MaxValue).ToString().ShouldBe("tensor([9223372036854775807])");

    [Fact]
    public void Types_but_the_usual_ones_are_named()
    {
        Tensor.Of(1.0, 2.0).ToString().ShouldBe("tensor([1., 2.], dtype=float64)");
        Tensor.Of(2, 3).ToString().ShouldBe("tensor([2, 3], dtype=int32)");
        Tensor.Of((byte)2, (byte)3).ToString().ShouldBe("tensor([2, 3], dtype=uint8)");
    }

    [Fact]
    public void Tracking_is_shown()
    {
        Tensor x = Tensor.Of(1f).WithGrad();
        x.ToString().ShouldBe("tensor([1.], requires_grad=True)");
        x.Log().ToString().ShouldBe("tensor([0.], grad_fn=<Log>)");
        x.Detach().ToString().ShouldBe("tensor([1.])");
    }

    [Fact]
    public void Not_a_number_and_infinities()
    {
        Tensor.Of(float.NaN, 1f).ToString().ShouldBe("tensor([nan, 1.])");
        Tensor.Of(float.PositiveInfinity).ToString().ShouldBe("tensor([inf])");
        Tensor.Of(float.NaN, 1.5f, float.PositiveInfinity, float.NegativeInfinity).ToString()
            .ShouldBe("tensor([   nan, 1.5000,    inf,   -inf])");
    }

    [Theory]
    [InlineData(new[] { 1e-5f, 1f }, "tensor([1.0000e-05, 1.0000e+00])")]
    [InlineData(new[] { 1f, 100000f }, "tensor([1.0000e+00, 1.0000e+05])")]
    [InlineData(new[] { 1e9f }, "tensor([1.0000e+09])")]
    [InlineData(new[] { 0.1f, 123456.789f }, "tensor([1.0000e-01, 1.2346e+05])")]
    [InlineData(new[] { 0f, 1e-10f }, "tensor([0.0000e+00, 1.0000e-10])")]
    [InlineData(new[] { 999999.5f }, "tensor([999999.5000])")]
    public void A_wide_range_is_scientific(float[] values, string text) =>
        Tensor.From(values.AsSpan()).ToString().ShouldBe(text);

    [Fact]
    public void Extreme_exponents_keep_their_digits()
    {
        Tensor.Of(1e300, 1e-300).ToString().ShouldBe("tensor([1.0000e+300, 1.0000e-300], dtype=float64)");
        Tensor.Of(double.Epsilon).ToString().ShouldBe("tensor([4.9407e-324], dtype=float64)");
    }

    [Fact]
    public void Zeros_of_either_sign()
    {
        Tensor.Of(0f, 0f).ToString().ShouldBe("tensor([0., 0.])");
        Tensor.Of(-0f, 1f).ToString().ShouldBe("tensor([-0., 1.])");
    }

    [Fact]
    public void Halves_are_rounded_to_even() =>
        Tensor.Of(0.03125f, 0.09375f, 2.00005f).ToString().ShouldBe("tensor([0.0312, 0.0938, 2.0001])");

    [Fact]
    public void Tensors_without_elements()
    {
        Tensor.Zeros([0]).ToString().ShouldBe("tensor([])");
        Tensor.Zeros([0, 3]).ToString().ShouldBe("tensor([], size=(0, 3))");
        Tensor.Zeros([0], DType.Int64).ToString().ShouldBe("tensor([], dtype=int64)");
        Tensor.Zeros([2, 0], DType.Float64).ToString().ShouldBe("tensor([], size=(2, 0), dtype=float64)");
    }

    [Fact]
    public void Three_axes_have_a_blank_line_between_matrices() => Tensor.Arange(12).Reshape(2, 2, 3).ToString().ShouldBe(
        "tensor([[[ 0,  1,  2],\n         [ 3,  4,  5]],\n\n        [[ 6,  7,  8],\n         [ 9, 10, 11]]])");

    [Fact]
    public void Four_axes_have_two() => Tensor.Zeros([2, 2, 1, 2]).ToString().ShouldBe(
        "tensor([[[[0., 0.]],\n\n         [[0., 0.]]],\n\n\n        [[[0., 0.]],\n\n         [[0., 0.]]]])");

    [Fact]
    public void Long_rows_are_broken_at_eighty_characters() => Tensor.Arange(30, DType.Float32).ToString().ShouldBe(
        "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,\n"
        + "        14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,\n"
        + "        28., 29.])");

    [Fact]
    public void What_follows_goes_to_a_new_line_where_it_does_not_fit() => Tensor.Arange(14, DType.Float64).ToString()
        .ShouldBe("tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.],\n       dtype=float64)");

    [Fact]
    public void Above_a_thousand_elements_the_middle_is_left_out()
    {
        Tensor.Arange(1000).ToString().ShouldNotContain("...");
        Tensor.Arange(2000).ToString().ShouldBe("tensor([   0,    1,    2,  ..., 1997, 1998, 1999], size=[2000], dtype=int64)");
        Tensor.Zeros([1200, 2]).ToString().ShouldBe(
            "tensor([[0., 0.],\n        [0., 0.],\n        [0., 0.],\n        ...,\n        [0., 0.],\n        [0., "
            + "0.],\n        [0., 0.]], size=[1200, 2], dtype=float32)");
    }

    [Fact]
    public void The_notation_follows_from_what_is_shown() => (Tensor.Arange(1001, DType.Float32) * -0.5).ToString().ShouldBe(
        "tensor([  -0.0000,   -0.5000,   -1.0000,  ..., -499.0000, -499.5000,\n        -500.0000], size=[1001], dtype=float32)");

    [Fact]
    public void Summarised_rows_are_broken_too() => Tensor.Arange(1002, DType.Float32).Reshape(2, 501).ToString().ShouldBe(
        "tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 4.9800e+02, 4.9900e+02,\n         5.0000e+02],\n"
        + "        [5.0100e+02, 5.0200e+02, 5.0300e+02,  ..., 9.9900e+02, 1.0000e+03,\n         1.0010e+03]], "
        + "size=[2, 501], dtype=float32)");

    [Fact]
    public void Views_print_what_they_show() =>
        Tensor.Arange(6).Reshape(2, 3).Transpose().Flip(1).ToString()
            .ShouldBe("tensor([[3, 0],\n        [4, 1],\n        [5, 2]])");

    [Fact]
    public void A_symbolic_tensor_prints_its_shape() =>
        Tensor.Symbolic([2, 3]).ToString().ShouldBe("tensor(symbolic, size=[2, 3], dtype=float32)");

    [Fact]
    public void Real_numbers_can_have_a_format_of_dotnet()
    {
        Tensor x = Tensor.Of(1f, -20.15f, float.NaN);
        $"{x:F0}".ShouldBe("tensor([  1, -20, NaN])");
        $"{x:G}".ShouldBe(x.ToString());
        x.ToString("F2", System.Globalization.CultureInfo.InvariantCulture).ShouldBe("tensor([  1.00, -20.15,    NaN])");
        $"{Tensor.Of(1, 2):F1}".ShouldBe("tensor([1, 2], dtype=int32)");
    }
}
