namespace Adjoint.Tests.Ops;

/// <summary>x[…] with C# ranges.</summary>
public sealed class IndexTests
{
    private static Tensor Cube => Tensor.Arange(24).Reshape(2, 3, 4);

    [Fact]
    public void Integers_drop_their_axis()
    {
        Cube[1, 2, 3].Item().ShouldBe(23);
        Cube[1].Shape.ShouldBe([3, 4]);
        Cube[-1, -2].ToArray<long>().ShouldBe([16L, 17, 18, 19]);
        Cube[^1, ^2, ^4].Item().ShouldBe(16);
        Cube[0, 0, 0].Rank.ShouldBe(0);
    }

    [Fact]
    public void Ranges_keep_theirs()
    {
        Cube[1.., 1..3, ^1].ToArray<long>().ShouldBe([19L, 23]);
        Cube[.., ..1].Shape.ShouldBe([2, 1, 4]);
        Cube[..^1].Shape.ShouldBe([1, 3, 4]);
        Cube[^1..^0, 0, 0].ToArray<long>().ShouldBe([12L]);
    }

    [Fact]
    public void Ranges_may_be_empty_also_at_the_end()
    {
        Tensor x = Tensor.Arange(3);
        x[3..3].Shape.ShouldBe([0]);
        x[1..1].Shape.ShouldBe([0]);
        x[^0..].ToArray<long>().ShouldBeEmpty();
        (x[3..] + 1).Numel.ShouldBe(0);
        Tensor.Zeros([2, 0])[.., 0..0].Shape.ShouldBe([2, 0]);
    }

    [Fact]
    public void New_axes_and_the_ellipsis()
    {
        Cube[TensorIndex.NewAxis, 0].Shape.ShouldBe([1, 3, 4]);
        Cube[0, TensorIndex.NewAxis].Shape.ShouldBe([1, 3, 4]);
        Cube[TensorIndex.Ellipsis, 1].ToArray<long>().ShouldBe([1L, 5, 9, 13, 17, 21]);
        Cube[0, TensorIndex.Ellipsis, 0].ToArray<long>().ShouldBe([0L, 4, 8]);
        Cube[TensorIndex.Ellipsis, TensorIndex.NewAxis].Shape.ShouldBe([2, 3, 4, 1]);
        Cube[0, 1, 2, TensorIndex.Ellipsis].Item().ShouldBe(6);
        Tensor.Scalar(1)[TensorIndex.NewAxis, TensorIndex.Ellipsis].Shape.ShouldBe([1]);
    }

    [Fact]
    public void Every_takes_steps()
    {
        Tensor x = Tensor.Arange(7);
        x[TensorIndex.Every(.., 3)].ToArray<long>().ShouldBe([0L, 3, 6]);
        x[TensorIndex.Every(1..6, 2)].ToArray<long>().ShouldBe([1L, 3, 5]);
        x[TensorIndex.Every(1..6, int.MaxValue)].ToArray<long>().ShouldBe([1L]);
        x[TensorIndex.Every(2..2, 3)].Numel.ShouldBe(0);
        Should.Throw<ShapeException>(() => TensorIndex.Every(.., 0)).Message.ShouldContain("Flip");
    }

    [Fact]
    public void No_index_is_the_whole_tensor() => Cube[TensorIndex.Ellipsis].ToArray<long>().ShouldBe(Cube.ToArray<long>());

    [Fact]
    public void Views_write_into_their_base()
    {
        Tensor x = Cube;
        x[1][2][3].Fill(-1);
        x[0].Transpose()[0].CopyFrom(Tensor.Of(7L, 8L, 9L));
        x[1, 2, 3].Item().ShouldBe(-1);
        x[0, .., 0].ToArray<long>().ShouldBe([7L, 8, 9]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Positions_outside_are_errors(int position) => Should.Throw<ShapeException>(() => Cube[position]).Message
        .ShouldEndWith("is outside axis 0 of [2, 3, 4].");

    [Fact]
    public void Ranges_outside_and_backwards_are_errors()
    {
        Should.Throw<ShapeException>(() => Cube[0..3]).Message.ShouldBe("Index: the range 0..3 does not lie within axis 0 of [2, 3, 4].");
        Should.Throw<ShapeException>(() => Cube[.., 2..1]);
        Should.Throw<ShapeException>(() => Cube[^3..]);
    }

    [Fact]
    public void Too_many_indices_and_ellipses_are_errors()
    {
        Should.Throw<ShapeException>(() => Cube[0, 0, 0, 0]).Message
            .ShouldBe("Index: 4 indices are too many for [2, 3, 4], which has 3 axes.");
        Should.Throw<ShapeException>(() => Cube[TensorIndex.Ellipsis, TensorIndex.Ellipsis]).Message.ShouldContain("more than one");
        Should.Throw<ShapeException>(() => Tensor.Scalar(1)[0]);
    }
}
