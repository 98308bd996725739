namespace Adjoint.Tests.Ops.Order;

/// <summary>What finds equals and counts them.</summary>
public sealed class CountingTests
{
    [Fact]
    public void Different_elements_come_in_order()
    {
        (Tensor values, Tensor inverse, Tensor counts) = Tensor.Of(3L, 1, 3, 2, 1, 3).Reshape(2, 3).Unique();
        values.ToArray<long>().ShouldBe([1, 2, 3]);
        inverse.Shape.ShouldBe([2, 3]);
        inverse.ToArray<long>().ShouldBe([2, 0, 2, 1, 0, 2]);
        counts.ToArray<long>().ShouldBe([2, 1, 3]);
    }

    [Fact]
    public void Different_slices_come_in_order()
    {
        Tensor x = Tensor.Of(2f, 1, 2, 0, 5, 0).Reshape(2, 3);
        (Tensor values, Tensor inverse, Tensor counts) = x.Unique(1);
        values.ToArray<float>().ShouldBe([1, 2, 5, 0]);
        values.Shape.ShouldBe([2, 2]);
        inverse.ToArray<long>().ShouldBe([1, 0, 1]);
        counts.ToArray<long>().ShouldBe([1, 2]);
        x.Unique(0).Values.ToArray<float>().ShouldBe([0, 5, 0, 2, 1, 2]);
    }

    [Fact]
    public void Neighbours_that_repeat_are_one()
    {
        (Tensor values, Tensor inverse, Tensor counts) = Tensor.Of(1, 1, 2, 2, 3, 1, 1, 2).UniqueConsecutive();
        values.ToArray<int>().ShouldBe([1, 2, 3, 1, 2]);
        inverse.ToArray<long>().ShouldBe([0, 0, 1, 1, 2, 3, 3, 4]);
        counts.ToArray<long>().ShouldBe([2, 2, 1, 2, 1]);
        Tensor.Of(1, 1, 2, 2, 1, 1).Reshape(3, 2).UniqueConsecutive(0).Values.Shape.ShouldBe([3, 2]);
    }

    [Fact]
    public void Every_NaN_is_one_of_its_own()
    {
        Tensor x = Tensor.Of(float.NaN, 1f, float.NaN, -0f, 0f);
        (Tensor values, Tensor inverse, Tensor counts) = x.Unique();
        values.Numel.ShouldBe(4);
        inverse.ToArray<long>().ShouldBe([2, 1, 3, 0, 0]);
        counts.ToArray<long>().ShouldBe([2, 1, 1, 1]);
    }

    [Fact]
    public void Of_nothing_there_is_nothing_different()
    {
        Tensor.Zeros([0]).Unique().Values.Shape.ShouldBe([0]);
        Tensor.Zeros([0, 3]).Unique(0).Values.Shape.ShouldBe([0, 3]);
        Tensor.Scalar(2).UniqueConsecutive().Counts.ToArray<long>().ShouldBe([1]);
        Tensor.Of(true, false, true).Unique().Values.ToArray<bool>().ShouldBe([false, true]);
    }

    [Fact]
    public void A_gradient_goes_to_the_first_of_equals()
    {
        Tensor x = Tensor.Of(2.0, 1, 2).WithGrad();
        Engine.Grad([(x.Unique().Values * Tensor.Of(3.0, 5)).Sum()], [x])[0]!.ToArray<double>().ShouldBe([5, 3, 0]);
    }

    [Fact]
    public void Numbers_are_counted_or_their_weights_summed()
    {
        Tensor x = Tensor.Of(1L, 3, 1, 0);
        x.BinCount().ToArray<long>().ShouldBe([1, 2, 0, 1]);
        x.BinCount(minLength: 6).ToArray<long>().ShouldBe([1, 2, 0, 1, 0, 0]);
        x.To(DType.UInt8).BinCount(Tensor.Of(1f, 2, 4, 8)).ToArray<float>().ShouldBe([8, 5, 0, 2]);
        x.BinCount(Tensor.Of(1L, 2, 4, 8)).DType.ShouldBe(DType.Float64);
        Tensor.Zeros([0], DType.Int64).BinCount(minLength: 2).ToArray<long>().ShouldBe([0, 0]);
        Tensor weights = Tensor.Of(1.0, 2, 4, 8).WithGrad();
        Engine.Grad([x.BinCount(weights).Square().Sum()], [weights])[0]!.ToArray<double>().ShouldBe([10, 4, 10, 16]);
        Should.Throw<ShapeException>(() => (x - 1).BinCount()).Message.ShouldBe("BinCount: -1 is negative.");
        Should.Throw<DTypeException>(() => Tensor.Of(1f).BinCount()).Message.ShouldStartWith("BinCount: counts integers");
        Should.Throw<ShapeException>(() => x.BinCount(Tensor.Of(1f))).Message.ShouldStartWith("BinCount: weights");
        Should.Throw<GraphException>(() => Tensor.Symbolic([3], DType.Int64).BinCount()).Message.ShouldStartWith("BinCount: the shape");
    }

    [Fact]
    public void Histograms_have_the_edges_of_their_data()
    {
        (Tensor hist, Tensor edges) = Tensor.Of(1f, 2, 3, 5).Histogram(4);
        edges.ToArray<float>().ShouldBe([1, 2, 3, 4, 5]);
        hist.ToArray<float>().ShouldBe([1, 1, 1, 1]);
        Tensor.Of(1f, 2, 3, 5).HistC(4).ToArray<float>().ShouldBe([1, 1, 1, 1]);
        Tensor.Of(2f, 2).HistC(2).ToArray<float>().ShouldBe([0, 2]);
        Tensor.Of(1f, float.NaN, 9).HistC(2, 0, 2).ToArray<float>().ShouldBe([0, 1]);
        Should.Throw<ShapeException>(() => Tensor.Of(1f, float.NaN).HistC(2)).Message.ShouldEndWith("is not a range.");
        Should.Throw<ShapeException>(() => Tensor.Of(1f).Histogram(0)).Message.ShouldBe("Histogram: 0 bins are too few.");
        Tensor.Of(0f, 1, 2).Histogram(Tensor.Of(0f, 1, 2), density: true).Hist.ToArray<float>().ShouldBe([1f / 3, 2f / 3]);
    }

    [Fact]
    public void A_search_takes_rows_or_one_sequence()
    {
        Tensor rows = Tensor.Of(1, 3, 5, 2, 4, 6).Reshape(2, 3);
        Tensor.SearchSorted(rows, Tensor.Of(3, 3).Reshape(2, 1)).ToArray<long>().ShouldBe([1, 1]);
        Tensor.SearchSorted(rows[0], Tensor.Of(3, 6, 0), right: true, outInt32: true).ToArray<int>().ShouldBe([2, 3, 0]);
        Should.Throw<ShapeException>(() => Tensor.SearchSorted(rows, Tensor.Of(3)))
            .Message.ShouldStartWith("SearchSorted: a sorted sequence");
        Should.Throw<ShapeException>(() => rows.Bucketize(rows)).Message.ShouldStartWith("Bucketize: boundaries have one axis");
        Tensor batch = Functional.Vmap(x => Tensor.SearchSorted(rows[0], x))(rows);
        batch.ToArray<long>().ShouldBe([0, 1, 2, 1, 2, 3]);
    }

    [Fact]
    public void Quantiles_outside_0_to_1_are_refused()
    {
        Tensor x = Tensor.Of(1.0, 2, 3);
        Should.Throw<AdjointException>(() => x.Quantile(1.5)).Message.ShouldStartWith("Quantile: q goes from 1.5 to 1.5");
        Should.Throw<DTypeException>(() => x.Quantile(Tensor.Of(0.5f))).Message.ShouldStartWith("Quantile: q is float32");
        Should.Throw<DTypeException>(() => Tensor.Of(1L).NanQuantile(0.5)).Message.ShouldStartWith("NanQuantile: not defined on int64");
        x.Quantile(Tensor.Of(0.0, 1)).ToArray<double>().ShouldBe([1, 3]);
        x.Quantile(0.5, keepDims: true).Shape.ShouldBe([1]);
        Tensor.Of(1.0, double.PositiveInfinity).Quantile(1).Item().ShouldBe(double.PositiveInfinity);
    }
}
