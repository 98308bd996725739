namespace Adjoint.Tests.Tensors;

public sealed class ShapeTests
{
    [Fact]
    public void Shapes_are_compared_by_value()
    {
        Shape a = [2, 3];
        Shape b = new[] { 2, 3 };
        (a == b).ShouldBeTrue();
        a.GetHashCode().ShouldBe(b.GetHashCode());
        (a != [3, 2]).ShouldBeTrue();
        (a == [2, 3, 1]).ShouldBeFalse();
        Shape.Scalar.ShouldBe([]);
    }

    [Fact]
    public void A_shape_is_a_list_of_its_sizes()
    {
        Shape s = [2, 3, 4];
        int[] spread = [.. s];
        int[] extended = [.. s, 7];
        spread.ShouldBe([2, 3, 4]);
        extended.ShouldBe([2, 3, 4, 7]);
        s.Select(n => 2 * n).ShouldBe([4, 6, 8]);
        ((IReadOnlyList<int>)s).Count.ShouldBe(3);
        int[] none = [.. Shape.Scalar];
        none.ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_and_tuples_are_shapes()
    {
        Tensor.Full(3, 0.5).Shape.ShouldBe([3]);
        Tensor.Full((2, 3), 0.5).Shape.ShouldBe([2, 3]);
        Tensor.Ones((2, 3, 4), DType.Int64).Shape.ShouldBe([2, 3, 4]);
        Tensor.Zeros((2, 3, 4, 5)).Shape.ShouldBe([2, 3, 4, 5]);
        Tensor.Zeros(7).Shape.ShouldBe([7]);
        Should.Throw<ShapeException>(() => Tensor.Full(-1, 0)).Message.ShouldContain("-1");
    }

    [Fact]
    public void A_shape_keeps_its_own_sizes()
    {
        int[] sizes = [2, 3];
        Shape shape = sizes;
        sizes[0] = 9;
        shape.ShouldBe([2, 3]);
    }

    [Fact]
    public void Counts_are_products()
    {
        Shape.Scalar.Numel.ShouldBe(1);
        Shape.Create([2, 3, 4]).Numel.ShouldBe(24);
        Shape.Create([2, 0, 4]).Numel.ShouldBe(0);
        Shape.Create([100_000, 100_000, 0]).Numel.ShouldBe(0);
    }

    [Fact]
    public void Impossible_sizes_are_errors()
    {
        Should.Throw<ShapeException>(() => Shape.Create([2, -1])).Message.ShouldBe("A size is negative: [2, -1].");
        Should.Throw<ShapeException>(() => Shape.Create([50_000, 50_000])).Message.ShouldContain("2^31");
        Should.Throw<ShapeException>(() => Shape.Create([int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue]));
        Should.Throw<ShapeException>(() => Shape.Create(new int[17])).Message.ShouldContain("at most 16 axes");
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 3 }, new[] { 2, 3 })]
    [InlineData(new int[0], new[] { 4 }, new[] { 4 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [InlineData(new[] { 5, 1, 1 }, new[] { 4, 3 }, new[] { 5, 4, 3 })]
    public void Shapes_broadcast_from_the_innermost_axis(int[] a, int[] b, int[] expected)
    {
        Shape.Broadcast(a, b).ShouldBe((Shape)expected);
        Shape.Broadcast(b, a).ShouldBe((Shape)expected);
    }

    [Fact]
    public void Sizes_that_differ_do_not_broadcast()
    {
        Should.Throw<ShapeException>(() => Shape.Broadcast([2, 3], [2], "Add")).Message
            .ShouldBe("Add: [2, 3] and [2] do not broadcast: axis -1 has sizes 3 and 2; they must be equal or one of them 1.");
        Should.Throw<ShapeException>(() => Shape.Broadcast([0], [2]));
    }

    [Fact]
    public void Axes_count_from_either_end()
    {
        Shape shape = [2, 3];
        shape.Axis(-1, "Sum").ShouldBe(1);
        shape.Axis(0, "Sum").ShouldBe(0);
        shape[^1].ShouldBe(3);
        Should.Throw<ShapeException>(() => shape.Axis(2, "Sum")).Message.ShouldBe("Sum: axis 2 does not exist in [2, 3]; use -2 to 1.");
        Should.Throw<ShapeException>(() => shape.Axis(-3, "Sum"));
        Should.Throw<ShapeException>(() => Shape.Scalar.Axis(0, "Sum")).Message.ShouldContain("without axes");
    }

    [Fact]
    public void Sets_of_axes()
    {
        Axes.Resolve([-1, 0], [2, 3, 4], "Sum").ShouldBe(new Axes(0b101));
        Axes.Resolve([], [2, 3, 4], "Sum").ShouldBe(Axes.All(3));
        Axes.Resolve([-1, 0], [2, 3, 4], "Sum").ToString().ShouldBe("[0, 2]");
        Axes.Resolve([-1, 0], [2, 3, 4], "Sum").CountIn([2, 3, 4]).ShouldBe(8);
        Should.Throw<ShapeException>(() => Axes.Resolve([1, -2], [2, 3, 4], "Sum")).Message.ShouldBe("Sum: axis -2 is named twice.");
    }

    [Fact]
    public void Steps_are_compared_by_value()
    {
        new Steps([1, -1]).ShouldBe(new Steps([1, -1]));
        (new Steps([1, -1]) != Steps.Repeat(1, 2)).ShouldBeTrue();
        new Steps([1, -1]).ToString().ShouldBe("[1, -1]");
    }

    [Fact]
    public void Spatial_settings_are_one_number_or_one_for_each_axis()
    {
        ((Spatial)3).For(2, "Conv2d", "stride", 1).ShouldBe(new Steps([3, 3]));
        ((Spatial)(1, 2)).For(2, "Conv2d", "stride", 1).ShouldBe(new Steps([1, 2]));
        Should.Throw<ShapeException>(() => ((Spatial)(1, 2)).For(3, "Conv2d", "stride", 1)).Message
            .ShouldBe("Conv2d: stride: give one number or 3, not [1, 2].");
        Should.Throw<ShapeException>(() => ((Spatial)0).For(2, "Conv2d", "stride", 1)).Message.ShouldBe("Conv2d: stride: 0 is below 1.");
        ((Spatial)(1, 2)).ToString().ShouldBe("(1, 2)");
    }
}
