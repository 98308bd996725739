namespace Adjoint.Tests.Ops;

public sealed class ShapingTests
{
    [Fact]
    public void Reshape_fills_in_one_size()
    {
        Tensor x = Tensor.Arange(12);
        x.Reshape(3, -1).Shape.ShouldBe([3, 4]);
        x.Reshape(-1).Shape.ShouldBe([12]);
        x.Reshape(2, -1, 6, 1).Shape.ShouldBe([2, 1, 6, 1]);
        Tensor.Zeros([0, 3]).Reshape(-1, 3).Shape.ShouldBe([0, 3]);
        Tensor.Scalar(1).Reshape(1, -1).Shape.ShouldBe([1, 1]);
        Tensor.Zeros([1, 1]).Reshape().Shape.ShouldBe(Shape.Scalar);
    }

    [Fact]
    public void Reshape_refuses_other_counts()
    {
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 3]).Reshape(4)).Message
            .ShouldBe("Reshape: [2, 3] has 6 elements, [4] has 4.");
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 3]).Reshape(4, -1)).Message.ShouldContain("does not divide");
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 3]).Reshape(-1, -1)).Message.ShouldContain("more than one size open");
        Should.Throw<ShapeException>(() => Tensor.Zeros([0]).Reshape(-1, 0));
        Should.Throw<ShapeException>(() => Tensor.Zeros([6]).Reshape(-2, -3));
    }

    [Fact]
    public void Reshape_is_a_view_where_strides_allow_it()
    {
        Tensor x = Tensor.Arange(24).Reshape(2, 3, 4);
        SharesMemory(x, x.Reshape(6, 4)).ShouldBeTrue();
        SharesMemory(x, x.Transpose(0, 1).Reshape(3, 2, 2, 2)).ShouldBeTrue();
        SharesMemory(x, x[.., 1..].Reshape(2, 8)).ShouldBeTrue();
        SharesMemory(x, x.Flip(0).Reshape(2, 12)).ShouldBeTrue();
        SharesMemory(x, x[0].Transpose().Reshape(2, 2, 1, 3)).ShouldBeTrue();
        SharesMemory(x, x.Transpose(0, 1).Reshape(6, 4)).ShouldBeFalse();
        SharesMemory(x, x.Flip().Reshape(24)).ShouldBeTrue();
        SharesMemory(x, x.Flip(0).Reshape(24)).ShouldBeFalse();
    }

    [Fact]
    public void Axes_of_size_one_may_have_any_stride()
    {
        Tensor x = Tensor.Arange(24).Reshape(4, 6)[.., 2..3].Transpose();
        x.Shape.ShouldBe([1, 4]);
        x.Reshape(4).ToArray<long>().ShouldBe([2L, 8, 14, 20]);
        x.Reshape(2, 1, 2).ToArray<long>().ShouldBe([2L, 8, 14, 20]);
        SharesMemory(x, x.Reshape(1, 2, 1, 2, 1)).ShouldBeTrue();
        Tensor.Arange(6)[3..4].IsContiguous.ShouldBeTrue();
    }

    [Fact]
    public void Transpose_and_permute_exchange_axes()
    {
        Tensor x = Tensor.Arange(6).Reshape(1, 2, 3);
        x.Transpose().ToArray<long>().ShouldBe([0L, 3, 1, 4, 2, 5]);
        x.Transpose(0, -1).Shape.ShouldBe([3, 2, 1]);
        x.Permute(2, 0, -2).Shape.ShouldBe([3, 1, 2]);
        SharesMemory(x, x.Permute(2, 0, 1)).ShouldBeTrue();
        Tensor.Scalar(1).Permute().Shape.ShouldBe(Shape.Scalar);
    }

    [Fact]
    public void Orders_must_name_each_axis_once()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Should.Throw<ShapeException>(() => x.Permute(0, 0)).Message.ShouldBe("Permute: [0, 0] does not name each of 2 axes once.");
        Should.Throw<ShapeException>(() => x.Permute(0)).Message.ShouldContain("Permute");
        Should.Throw<ShapeException>(() => x.Permute(0, 2)).Message.ShouldContain("axis 2 does not exist in [2, 3]");
        Should.Throw<ShapeException>(() => Tensor.Zeros([3]).Transpose()).Message.ShouldStartWith("Transpose");
    }

    [Fact]
    public void Expand_stretches_without_a_copy()
    {
        Tensor x = Tensor.Of(1L, 2L);
        Tensor y = x.Unsqueeze(1).Expand(3, -1, 2);
        y.ToArray<long>().ShouldBe([1L, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2]);
        y.Strides.ToArray().ShouldBe([0, 1, 0]);
        SharesMemory(x, y).ShouldBeTrue();
        x.Expand(2).ShouldBeSameAs(x);
        Tensor.Scalar(3).Expand(2, 2).ToArray<float>().ShouldBe([3f, 3, 3, 3]);
        Tensor.Zeros([1, 3]).Expand(0, 3).Numel.ShouldBe(0);
    }

    [Fact]
    public void Expand_refuses_what_does_not_stretch()
    {
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 3]).Expand(4, 3)).Message
            .ShouldBe("Expand: [2, 3] does not stretch to [4, 3]: only sizes of 1 do.");
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 3]).Expand(3)).Message.ShouldStartWith("Expand");
        Should.Throw<ShapeException>(() => Tensor.Zeros([3]).Expand(-1, 3)).Message.ShouldStartWith("Expand");
        Should.Throw<ShapeException>(() => Tensor.Zeros([3]).Expand(-2)).Message.ShouldStartWith("Expand");
    }

    [Fact]
    public void Squeeze_drops_axes_of_size_one()
    {
        Tensor x = Tensor.Zeros([1, 2, 1, 3]);
        x.Squeeze().Shape.ShouldBe([2, 3]);
        x.Squeeze(-2).Shape.ShouldBe([1, 2, 3]);
        x.Squeeze(0, 2).Shape.ShouldBe([2, 3]);
        Tensor.Zeros([1, 1]).Squeeze().Shape.ShouldBe(Shape.Scalar);
        Tensor.Scalar(1).Squeeze().Shape.ShouldBe(Shape.Scalar);
        x.Squeeze(1).Shape.ShouldBe(x.Shape);
        x.Squeeze(0, 1).Shape.ShouldBe([2, 1, 3]);
        Should.Throw<ShapeException>(() => x.Squeeze(4));
    }

    [Fact]
    public void Transpose_of_a_number_takes_its_would_be_axis()
    {
        Tensor x = Tensor.Scalar(3);
        x.Transpose(0, -1).Item().ShouldBe(3);
        x.SwapAxes(0, 0).Shape.ShouldBe(Shape.Scalar);
        Should.Throw<ShapeException>(() => x.Transpose());
        Should.Throw<ShapeException>(() => x.Transpose(0, 1));
    }

    [Fact]
    public void Unsqueeze_puts_an_axis_anywhere()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        x.Unsqueeze(0).Shape.ShouldBe([1, 2, 3]);
        x.Unsqueeze(2).Shape.ShouldBe([2, 3, 1]);
        x.Unsqueeze(-1).Shape.ShouldBe([2, 3, 1]);
        x.Unsqueeze(-3).Shape.ShouldBe([1, 2, 3]);
        Should.Throw<ShapeException>(() => x.Unsqueeze(3)).Message.ShouldContain("use -3 to 2");
    }

    [Fact]
    public void Flatten_joins_axes()
    {
        Tensor x = Tensor.Zeros([2, 3, 4]);
        x.Flatten().Shape.ShouldBe([24]);
        x.Flatten(1).Shape.ShouldBe([2, 12]);
        x.Flatten(0, -2).Shape.ShouldBe([6, 4]);
        Tensor.Zeros([2, 0, 4]).Flatten(1).Shape.ShouldBe([2, 0]);
        Tensor.Scalar(1).Flatten().Shape.ShouldBe([1]);
        Should.Throw<ShapeException>(() => x.Flatten(2, 1)).Message.ShouldContain("comes after");
    }

    [Fact]
    public void Narrow_stays_within_the_axis()
    {
        Tensor x = Tensor.Arange(5);
        x.Narrow(0, 1, 3).ToArray<long>().ShouldBe([1L, 2, 3]);
        x.Narrow(-1, 5, 0).Numel.ShouldBe(0);
        Should.Throw<ShapeException>(() => x.Narrow(0, 3, 3));
        Should.Throw<ShapeException>(() => x.Narrow(0, -1, 2));
        Should.Throw<ShapeException>(() => x.Narrow(0, 0, -1)).Message.ShouldContain("negative");
        Should.Throw<ShapeException>(() => x.Narrow(0, int.MaxValue, int.MaxValue));
    }

    [Theory]
    [InlineData(0, new[] { 0L, 5, 10 })]
    [InlineData(1, new[] { 1L, 6, 11 })]
    [InlineData(-1, new[] { 4L, 9 })]
    [InlineData(3, new[] { 3L })]
    [InlineData(4, new long[0])]
    [InlineData(-3, new long[0])]
    [InlineData(100, new long[0])]
    public void Diagonals_of_a_matrix(int offset, long[] expected)
    {
        Tensor x = Tensor.Arange(12).Reshape(3, 4);
        x.Diagonal(offset).ToArray<long>().ShouldBe(expected);
        x.Transpose().Diagonal(-offset).ToArray<long>().ShouldBe(expected);
    }

    [Fact]
    public void Diagonals_of_any_two_axes_are_views()
    {
        Tensor x = Tensor.Arange(12).Reshape(2, 3, 2);
        Tensor diagonal = x.Diagonal(0, 0, -1);
        diagonal.Shape.ShouldBe([3, 2]);
        diagonal.ToArray<long>().ShouldBe([0L, 7, 2, 9, 4, 11]);
        diagonal.Fill(-1);
        x.Sum().Item().ShouldBe(66 - 33 - 6);
        Should.Throw<ShapeException>(() => x.Diagonal(0, 1, -2)).Message.ShouldContain("named twice");
    }

    [Fact]
    public void A_diagonal_is_placed_only_where_it_fits() => Should.Throw<ShapeException>(
        () => Engine.Apply(new Adjoint.Ops.PlaceDiagonal(new Adjoint.Ops.Diagonal(0, 0, 1), [2, 2]), Tensor.Zeros([3])))
        .Message.ShouldBe("PlaceDiagonal: the diagonal of [2, 2] has shape [2], not [3].");

    [Fact]
    public void Triangles()
    {
        Tensor x = Tensor.Arange(1, 7).Reshape(2, 3);
        x.Tril().ToArray<long>().ShouldBe([1L, 0, 0, 4, 5, 0]);
        x.Triu().ToArray<long>().ShouldBe([1L, 2, 3, 0, 5, 6]);
        x.Tril(1).ToArray<long>().ShouldBe([1L, 2, 0, 4, 5, 6]);
        x.Triu(1).ToArray<long>().ShouldBe([0L, 2, 3, 0, 0, 6]);
        x.Tril(-5).ToArray<long>().ShouldBe([0L, 0, 0, 0, 0, 0]);
        Tensor.Zeros([2, 0, 3]).Tril().Shape.ShouldBe([2, 0, 3]);
        Should.Throw<ShapeException>(() => Tensor.Zeros([3]).Triu()).Message.ShouldBe("Triu: [3] has no rows and columns.");
    }

    private static bool SharesMemory(Tensor a, Tensor b) => ReferenceEquals(a.Storage, b.Storage);
}
