namespace Adjoint.Tests.Ops;

/// <summary>Scattering: reductions of integers, edges, sources longer than their index, and the forms in place.</summary>
public sealed class ScatterTests
{
    private static readonly Tensor Index = Tensor.Of(0L, 0, 2);

    [Fact]
    public void Integers_are_reduced_exactly()
    {
        Tensor x = Tensor.Of(10L, 20, -30);
        Tensor source = Tensor.Of(3L, 4, -8);
        Reduced(ScatterReduction.Sum).ShouldBe([17L, 20, -38]);
        Reduced(ScatterReduction.Prod).ShouldBe([120L, 20, 240]);
        Reduced(ScatterReduction.Amax).ShouldBe([10L, 20, -8]);
        Reduced(ScatterReduction.Amin).ShouldBe([3L, 20, -30]);
        Reduced(ScatterReduction.Mean).ShouldBe([5L, 20, -19]);
        Reduced(ScatterReduction.Mean, false).ShouldBe([3L, 20, -8]);
        Reduced(ScatterReduction.Amax, false).ShouldBe([4L, 20, -8]);
        Reduced(ScatterReduction.Amin, false).ShouldBe([3L, 20, -8]);
        Tensor.Of(-7L).ScatterReduce(0, Tensor.Of(0L), Tensor.Of(0L), ScatterReduction.Mean).Item().ShouldBe(-4);
        Tensor.Of(false, true, false).ScatterReduce(0, Index, Tensor.Of(false, true, false), ScatterReduction.Amax)
            .ToArray<bool>().ShouldBe([true, true, false]);

        long[] Reduced(ScatterReduction reduce, bool includeSelf = true) =>
            x.ScatterReduce(0, Index, source, reduce, includeSelf).ToArray<long>();
    }

    [Fact]
    public void NaN_and_infinities_are_extremes_too()
    {
        Tensor x = Tensor.Of(1f, float.NaN, float.NegativeInfinity);
        Tensor source = Tensor.Of(float.NaN, 2f, float.NegativeInfinity);
        x.ScatterReduce(0, Index, source, ScatterReduction.Amax).ToArray<float>()
            .ShouldBe([float.NaN, float.NaN, float.NegativeInfinity]);
        x.ScatterReduce(0, Index, source, ScatterReduction.Amin, false).ToArray<float>()
            .ShouldBe([float.NaN, float.NaN, float.NegativeInfinity]);
    }

    [Fact]
    public void Derivatives_of_a_product_with_zeros_are_the_products_of_the_others()
    {
        Tensor x = Tensor.Of(2.0, 0, 5).WithGrad();
        Tensor source = Tensor.Of(0.0, 3, 0).WithGrad();
        Tensor y = x.ScatterReduce(0, Tensor.Of(0L, 0, 1), source, ScatterReduction.Prod);
        Tensor?[] first = Engine.Grad([y.Sum()], [x, source], createGraph: true);
        first[0]!.ToArray<double>().ShouldBe([0.0, 0, 1]);
        first[1]!.ToArray<double>().ShouldBe([6.0, 0, 0]);
        // 6 is x₀·source₁.
        Engine.Grad([first[1]![0]], [source])[0]!.ToArray<double>().ShouldBe([0.0, 2, 0]);
    }

    [Fact]
    public void A_source_may_be_longer_than_its_index_and_an_index_empty()
    {
        Tensor x = Tensor.Zeros([2, 3]).WithGrad();
        Tensor source = Tensor.Arange(12, DType.Float32).Reshape(3, 4).WithGrad();
        Tensor y = x.Scatter(1, Tensor.Of(2L, 0).Reshape(2, 1), source);
        y.ToArray<float>().ShouldBe([0f, 0, 0, 4, 0, 0]);
        y.Sum().Backward();
        source.Grad!.ToArray<float>().ShouldBe([1f, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        Should.Throw<ShapeException>(() => x.Scatter(1, Tensor.Of(2L, 0).Reshape(1, 2), Tensor.Zeros([1, 1]))).Message
            .ShouldBe("Scatter: the source [1, 1] is shorter than its index [1, 2].");
        Tensor none = Tensor.Zeros([0], DType.Int64);
        x.Scatter(0, none, Tensor.Zeros([0])).Shape.ShouldBe([2, 3]);
        x.Gather(0, none).Shape.ShouldBe([0]);
    }

    [Fact]
    public void Numbers_count_as_one_axis()
    {
        Tensor x = Tensor.Scalar(3);
        Tensor zero = Tensor.Scalar(0, DType.Int64);
        x.Gather(0, zero).Shape.ShouldBe([]);
        x.Gather(-1, Tensor.Of(0L, 0)).ToArray<float>().ShouldBe([3f, 3]);
        x.Scatter(0, zero, Tensor.Scalar(5)).Item().ShouldBe(5);
        x.ScatterAdd(0, Tensor.Of(0L), Tensor.Of(5f)).Item().ShouldBe(8);
        x.IndexSelect(0, Tensor.Of(0L)).Shape.ShouldBe([]);
        x.IndexAdd(0, Tensor.Of(0L), Tensor.Scalar(2)).Item().ShouldBe(5);
        x.IndexFill(0, zero, 7).Item().ShouldBe(7);
        x.Take(Tensor.Of(-1L)).ToArray<float>().ShouldBe([3f]);
        Tensor.Zeros([4, 3]).IndexSelect(0, zero).Shape.ShouldBe([1, 3]);
        Should.Throw<ShapeException>(() => x.Gather(1, zero));
    }

    [Fact]
    public void In_place_they_change_the_tensor_itself()
    {
        Tensor x = Tensor.Zeros([3]);
        x.ScatterInPlace(0, Index, Tensor.Of(1f, 2f, 3f)).ShouldBeSameAs(x);
        x.ToArray<float>().ShouldBe([2f, 0, 3]);
        x.ScatterInPlace(0, Index, 1, ScatterReduction.Sum).ScatterAddInPlace(0, Index, Tensor.Ones([3])).ToArray<float>()
            .ShouldBe([6f, 0, 5]);
        x.ScatterReduceInPlace(0, Index, Tensor.Full([3], 9), ScatterReduction.Amax).IndexAddInPlace(0, Tensor.Of(1L), Tensor.Of(2f), 2)
            .ToArray<float>().ShouldBe([9f, 4, 9]);
        x.IndexCopyInPlace(0, Tensor.Of(0L), Tensor.Of(1f)).IndexFillInPlace(0, Tensor.Of(2L), 2).ToArray<float>().ShouldBe([1f, 4, 2]);
        x.MaskedFillInPlace(x.Greater(3), 0).MaskedScatterInPlace(x.Equal(0), Tensor.Of(8f)).ToArray<float>().ShouldBe([1f, 8, 2]);
        x.PutInPlace(Tensor.Of(-1L), Tensor.Of(5f)).IndexPutInPlace([Tensor.Of(0L, 0)], 1, accumulate: true).ToArray<float>()
            .ShouldBe([3f, 8, 5]);
        Should.Throw<ShapeException>(() => x.MaskedFillInPlace(Tensor.Zeros([2, 3], DType.Bool), 0)).Message.ShouldContain("cannot grow");
    }

    [Fact]
    public void The_diagonal_is_filled_as_in_PyTorch()
    {
        Tensor tall = Tensor.Zeros([7, 3], DType.Int64);
        tall.FillDiagonalInPlace(1).Sum().Item().ShouldBe(3);
        tall.FillDiagonalInPlace(2, wrap: true).Nonzero()[.., 0].ToArray<long>().ShouldBe([0L, 1, 2, 4, 5, 6]);
        Tensor.Zeros([2, 2, 2]).FillDiagonalInPlace(1).Nonzero().ToArray<long>().ShouldBe([0L, 0, 0, 1, 1, 1]);
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 2, 3]).FillDiagonalInPlace(1));
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_says_so()
    {
        Tensor x = Tensor.Zeros([3, 2]);
        Should.Throw<ShapeException>(() => x.IndexAdd(0, Tensor.Of(0L, 1), Tensor.Zeros([3, 2]))).Message
            .ShouldBe("IndexAdd: 2 indices along axis 0 of [3, 2] take a source of shape [2, 2], not [3, 2].");
        Should.Throw<ShapeException>(() => x.IndexCopy(0, Tensor.Zeros([1, 1], DType.Int64), Tensor.Zeros([1, 2]))).Message
            .ShouldContain("a vector");
        Should.Throw<DTypeException>(() => Tensor.Arange(3).Scatter(0, Index, Tensor.Of(1f, 2f, 3f))).Message.ShouldStartWith("Scatter");
        Should.Throw<DTypeException>(() => x.Scatter(0, Tensor.Zeros([1, 1]), 1)).Message.ShouldContain("float32");
        Should.Throw<ShapeException>(() => x.Take(Tensor.Of(6L))).Message.ShouldBe("Take: index 6 is outside axis 0, which has size 6.");
        Should.Throw<ShapeException>(() => x.Put(Tensor.Of(0L, 1), Tensor.Of(1f))).Message.ShouldStartWith("Put");
        Should.Throw<ShapeException>(() => x.TakeAlongAxis(Tensor.Of(0L), 0)).Message.ShouldContain("as many axes");
    }
}
