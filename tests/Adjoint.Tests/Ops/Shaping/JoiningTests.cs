namespace Adjoint.Tests.Ops;

/// <summary>Concat, Stack and Split.</summary>
public sealed class JoiningTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Concat_undoes_split(int axis)
    {
        Tensor x = Tensor.Arange(60).Reshape(3, 4, 5);
        Tensor.Concat(x.Split(2, axis), axis).ToArray<long>().ShouldBe(x.ToArray<long>());
        Tensor strided = x.Transpose(0, 2).Flip(1);
        Tensor.Concat(strided.Split(1, axis), axis).ToArray<long>().ShouldBe(strided.ToArray<long>());
    }

    [Fact]
    public void Concat_promotes()
    {
        Tensor y = Tensor.Concat([Tensor.Of(1L), Tensor.Of(true), Tensor.Of(2.5f)]);
        y.ToArray<float>().ShouldBe([1f, 1, 2.5f]);
        Tensor.Concat([Tensor.Of(true), Tensor.Of(false)]).DType.ShouldBe(DType.Bool);
    }

    [Fact]
    public void Concat_takes_empty_parts() =>
        Tensor.Concat([Tensor.Zeros([0, 2]), Tensor.Ones([1, 2]), Tensor.Zeros([0, 2])]).Shape.ShouldBe([1, 2]);

    [Fact]
    public void Concat_refuses_what_does_not_fit()
    {
        Should.Throw<ShapeException>(() => Tensor.Concat([Tensor.Zeros([2, 3]), Tensor.Zeros([2, 4])])).Message
            .ShouldBe("Concat: [2, 3] and [2, 4] differ elsewhere than along axis 0.");
        Should.Throw<ShapeException>(() => Tensor.Concat([Tensor.Zeros([2, 3]), Tensor.Zeros([3])]));
        Should.Throw<ShapeException>(() => Tensor.Concat([])).Message.ShouldContain("nothing");
        Should.Throw<ShapeException>(() => Tensor.Concat([Tensor.Scalar(1), Tensor.Scalar(2)])).Message.ShouldContain("without axes");
        Should.Throw<ShapeException>(() => Tensor.Concat([Tensor.Zeros([2])], 1));
    }

    [Fact]
    public void Stack_adds_an_axis()
    {
        Tensor a = Tensor.Of(1L, 2L, 3L);
        Tensor.Stack([a, a + 3]).ToArray<long>().ShouldBe([1L, 2, 3, 4, 5, 6]);
        Tensor.Stack([a, a + 3], -1).ToArray<long>().ShouldBe([1L, 4, 2, 5, 3, 6]);
        Tensor.Stack([Tensor.Scalar(1), Tensor.Scalar(2)]).ToArray<float>().ShouldBe([1f, 2]);
        Should.Throw<ShapeException>(() => Tensor.Stack([a, Tensor.Of(1L)])).Message.ShouldBe("Stack: [3] and [1] differ.");
        Should.Throw<ShapeException>(() => Tensor.Stack([]));
    }

    [Fact]
    public void Split_gives_views_and_a_smaller_last_one()
    {
        Tensor x = Tensor.Arange(5);
        Tensor[] parts = x.Split(2);
        parts.Select(p => p.Numel).ShouldBe([2, 2, 1]);
        parts.ShouldAllBe(p => ReferenceEquals(p.Storage, x.Storage));
        x.Split(int.MaxValue).Single().Numel.ShouldBe(5);
        Tensor.Zeros([0]).Split(2).Single().Numel.ShouldBe(0);
        Should.Throw<ShapeException>(() => x.Split(0)).Message.ShouldContain("not positive");
    }

    [Fact]
    public void Split_by_sizes_that_add_up()
    {
        Tensor[] parts = Tensor.Arange(12).Reshape(2, 6).Split([1, 0, 5], 1);
        parts.Select(p => p.Shape.ToString()).ShouldBe(["[2, 1]", "[2, 0]", "[2, 5]"]);
        parts[2].ToArray<long>().ShouldBe([1L, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
        Should.Throw<ShapeException>(() => Tensor.Zeros([5]).Split([2, 2])).Message.ShouldContain("add up to 4");
        Should.Throw<ShapeException>(() => Tensor.Zeros([5]).Split([6, -1]));
    }
}
