namespace Adjoint.Tests.Ops;

public sealed class PaddingTests
{
    [Theory]
    [InlineData(PadMode.Constant)]
    [InlineData(PadMode.Reflect)]
    [InlineData(PadMode.Replicate)]
    [InlineData(PadMode.Circular)]
    public void Pads_every_axis_as_a_walk_over_positions_does(PadMode mode)
    {
        Tensor x = Tensor.Arange(120).Reshape(4, 5, 6);
        (int, int)[] amounts = [(0, 0), (1, 2), (2, 0), (-1, 2), (1, -2), (-1, -1)];
        foreach ((int before, int after) in amounts)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                int[] padding = new int[2 * (3 - axis)];
                (padding[^2], padding[^1]) = (before, after);
                Expected(Naive.Of(x), axis, before, after, mode).ShouldBe(x.Pad(padding, mode, mode == PadMode.Constant ? 7 : 0));
            }
        }
    }

    [Fact]
    public void Pads_several_axes_from_the_innermost_outwards() => Tensor.Of(1L, 2L).Reshape(1, 2).Pad([1, 0, 0, 1])
        .ToArray<long>().ShouldBe([0L, 1, 2, 0, 0, 0]);

    [Fact]
    public void Constants_may_be_infinite_and_are_exact_around_a_NaN()
    {
        float[] padded = Tensor.Of(float.NaN, 1f).Pad([1, 1], value: double.NegativeInfinity).ToArray<float>();
        padded.ShouldBe([float.NegativeInfinity, float.NaN, 1f, float.NegativeInfinity]);
    }

    [Fact]
    public void Nothing_can_be_padded_with_a_constant()
    {
        Tensor.Zeros([0]).Pad([1, 2], value: 3).ToArray<float>().ShouldBe([3f, 3, 3]);
        Tensor.Scalar(1).Pad([]).Item().ShouldBe(1);
    }

    [Fact]
    public void Padding_that_does_not_fit_is_an_error()
    {
        Tensor x = Tensor.Zeros([3, 4]);
        Should.Throw<ShapeException>(() => x.Pad([1])).Message.ShouldStartWith("Pad: [1]");
        Should.Throw<ShapeException>(() => x.Pad([1, 1, 1, 1, 1, 1]));
        Should.Throw<ShapeException>(() => x.Pad([-3, -2])).Message.ShouldBe("Pad: cutting 3 and 2 leaves nothing of axis 1 of [3, 4].");
        Should.Throw<ShapeException>(() => x.Pad([4, 0], PadMode.Reflect)).Message.ShouldContain("at most 3");
        Should.Throw<ShapeException>(() => x.Pad([5, 0], PadMode.Circular)).Message.ShouldContain("at most 4");
        Should.Throw<ShapeException>(() => Tensor.Zeros([0]).Pad([1, 0], PadMode.Replicate)).Message.ShouldContain("at most 0");
        Should.Throw<ShapeException>(() => x.Pad([int.MaxValue, int.MaxValue]));
    }

    private static Naive Expected(Naive x, int axis, int before, int after, PadMode mode)
    {
        // What is cut is no longer there to be mirrored or repeated.
        int first = Math.Max(0, -before);
        int size = x.Sizes[axis] - first - Math.Max(0, -after);
        return Naive.Make(Naive.With(x.Sizes, axis, x.Sizes[axis] + before + after), at =>
        {
            int i = at[axis] - Math.Max(0, before);
            if (i < 0 || i >= size)
            {
                switch (mode)
                {
                    case PadMode.Constant: return 7;
                    case PadMode.Reflect: i = i < 0 ? -i : (2 * size) - 2 - i; break;
                    case PadMode.Replicate: i = i < 0 ? 0 : size - 1; break;
                    default: i = (i + size) % size; break;
                }
            }

            return x[Naive.With(at, axis, first + i)];
        });
    }
}
