namespace Adjoint.Tests.Ops;

/// <summary>Where, masks, and the places of what is not 0.</summary>
public sealed class MaskTests
{
    [Fact]
    public void Nonzero_has_a_row_for_each_place()
    {
        Tensor x = Tensor.Of(0.0, double.NaN, -0.0, 3, 0, double.PositiveInfinity).Reshape(2, 3);
        Tensor places = x.Nonzero();
        places.Shape.ShouldBe([3, 2]);
        places.ToArray<long>().ShouldBe([0L, 1, 1, 0, 1, 2]);
        Tensor[] tuple = x.NonzeroTuple();
        tuple.Length.ShouldBe(2);
        tuple[0].ToArray<long>().ShouldBe([0L, 1, 1]);
        tuple[1].ToArray<long>().ShouldBe([1L, 0, 2]);
        x[tuple[0], tuple[1]].ToArray<double>().ShouldBe([double.NaN, 3, double.PositiveInfinity]);
        Tensor.Where(x.Greater(1))[1].ToArray<long>().ShouldBe([0L, 2]);
        x.Transpose().Argwhere().ToArray<long>().ShouldBe([0L, 1, 1, 0, 2, 1]);
    }

    [Fact]
    public void Nonzero_of_numbers_and_of_nothing()
    {
        Tensor.Scalar(2).Nonzero().Shape.ShouldBe([1, 0]);
        Tensor.Scalar(0).Nonzero().Shape.ShouldBe([0, 0]);
        Tensor.Scalar(2).NonzeroTuple().ShouldHaveSingleItem().ToArray<long>().ShouldBe([0L]);
        Tensor.Zeros([0, 3]).Nonzero().Shape.ShouldBe([0, 2]);
        Tensor.Zeros([2, 3]).Nonzero().Shape.ShouldBe([0, 2]);
        Tensor.Of(1f, 0f).WithGrad().Nonzero().ToArray<long>().ShouldBe([0L]);
    }

    [Fact]
    public void Where_takes_numbers()
    {
        Tensor condition = Tensor.Of(true, false);
        Tensor.Where(condition, 1, 0).DType.ShouldBe(DType.Int64);
        Tensor.Where(condition, 1.0, 0).DType.ShouldBe(DType.Float32);
        Tensor.Where(condition, Tensor.Of(5L, 6), 0).ToArray<long>().ShouldBe([5L, 0]);
        Tensor.Where(condition, 0.5, Tensor.Of(5L, 6)).ToArray<float>().ShouldBe([0.5f, 6]);
        Tensor.Of(1f, 2f).Where(condition, -1).ToArray<float>().ShouldBe([1f, -1]);
    }

    [Fact]
    public void What_a_mask_needs_is_said()
    {
        Tensor x = Tensor.Of(1f, 2f, 3f);
        Should.Throw<DTypeException>(() => x.MaskedSelect(Tensor.Of(1L, 0, 1))).Message.ShouldStartWith("MaskedSelect: the mask is bool");
        Should.Throw<ShapeException>(() => x.MaskedScatter(Tensor.Of(true, true, true), Tensor.Of(1f))).Message
            .ShouldBe("MaskedScatter: the mask has 3 true elements, the source of [1] too few.");
        Should.Throw<DTypeException>(() => Tensor.Arange(3).MaskedScatter(Tensor.Of(true, true, true), x));
        Should.Throw<ShapeException>(() => x.MaskedFill(Tensor.Of(true, true, false), Tensor.Of(1f, 2f, 3f))).Message
            .ShouldContain("Where");
        x.MaskedScatter(Tensor.Of(false, false, false), Tensor.Zeros([0])).ToArray<float>().ShouldBe([1f, 2, 3]);
        x.MaskedSelect(Tensor.Scalar(1, DType.Bool)).ToArray<float>().ShouldBe([1f, 2, 3]);
    }

    [Fact]
    public void A_captured_masked_scatter_takes_another_mask_in_each_replay()
    {
        Graph graph = Graph.Capture(
            x => [x[0].MaskedScatter(x[1], x[2])],
            new Spec(DType.Float32, [3]), new Spec(DType.Bool, [3]), new Spec(DType.Float32, [2]));
        Tensor x = Tensor.Of(1f, 2f, 3f), source = Tensor.Of(8f, 9f);
        graph.Run(x, Tensor.Of(false, true, true), source)[0].ToArray<float>().ShouldBe([1f, 8, 9]);
        graph.Run(x, Tensor.Of(true, false, true), source)[0].ToArray<float>().ShouldBe([8f, 2, 9]);
        Should.Throw<ShapeException>(() => graph.Run(x, Tensor.Of(true, true, true), source)).Message.ShouldContain("MaskedScatter");
    }

    [Fact]
    public void Truth_values_are_filled_with_truth_values()
    {
        Tensor x = Tensor.Of(true, false, true), mask = Tensor.Of(true, true, false);
        x.MaskedFill(mask, 0).ToArray<bool>().ShouldBe([false, false, true]);
        x.MaskedFill(mask, 10).ToArray<bool>().ShouldBe([true, true, true]);
    }
}
