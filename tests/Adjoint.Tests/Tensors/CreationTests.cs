namespace Adjoint.Tests.Tensors;

public sealed class CreationTests
{
    [Fact]
    public void From_a_span_copies()
    {
        float[] values = [1, 2, 3, 4];
        Tensor x = Tensor.From<float>(values.AsSpan(), [2, 2]);
        values[0] = 9;
        x.ToArray<float>().ShouldBe([1f, 2, 3, 4]);
        x.Shape.ShouldBe([2, 2]);
    }

    [Fact]
    public void Wrap_shares_memory_both_ways()
    {
        double[] values = [1, 2, 3];
        Tensor x = Tensor.Wrap(values);
        values[0] = 9;
        x[2] = Tensor.Scalar(7, DType.Float64);
        x.ToArray<double>().ShouldBe([9.0, 2, 7]);
        values.ShouldBe([9.0, 2, 7]);
    }

    [Fact]
    public void A_shape_must_hold_the_values()
    {
        Should.Throw<ShapeException>(() => Tensor.From<float>([1f, 2f, 3f], [2, 2])).Message
            .ShouldBe("3 values do not fill the shape [2, 2], which has 4 elements.");
        Should.Throw<ShapeException>(() => Tensor.Wrap(new int[3], [4]));
    }

    [Fact]
    public void From_arrays_of_any_rank()
    {
        Tensor.From(new float[] { 1, 2 }).Shape.ShouldBe([2]);
        Tensor.From(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).ToArray<int>().ShouldBe([1, 2, 3, 4, 5, 6]);
        Tensor.From(new[, ,] { { { true }, { false } } }).Shape.ShouldBe([1, 2, 1]);
        Tensor.From(new long[0, 4]).Shape.ShouldBe([0, 4]);
    }

    [Fact]
    public void From_nested_arrays()
    {
        Tensor x = Tensor.From(new[] { [[1L, 2L], [3L, 4L]], new[] { [5L, 6L], new[] { 7L, 8L } } });
        x.Shape.ShouldBe([2, 2, 2]);
        x.ToArray<long>().ShouldBe([1L, 2, 3, 4, 5, 6, 7, 8]);
        Tensor.From(Array.Empty<int[]>()).DType.ShouldBe(DType.Int32);
    }

    [Fact]
    public void A_ragged_or_missing_row_is_an_error()
    {
        Should.Throw<ShapeException>(() => Tensor.From(new[] { [1f, 2f], new[] { 3f } })).Message
            .ShouldBe("A nested array is ragged: row 1 has shape [1], the first has [2].");
        Should.Throw<ShapeException>(() => Tensor.From(new float[]?[] { [1f], null }!)).Message.ShouldContain("null row");
    }

    [Fact]
    public void Arrays_of_other_types_are_an_error()
    {
        Should.Throw<DTypeException>(() => Tensor.From(new[] { "a" })).Message.ShouldStartWith("String is not an element type");
        Should.Throw<DTypeException>(() => Tensor.From(new uint[] { 1 }));
        Should.Throw<DTypeException>(() => Tensor.From(new object[] { 1 }));
    }

    [Theory]
    [InlineData(DType.Bool)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Zeros_ones_and_the_identity_of_every_type(DType type)
    {
        Tensor.Zeros([2, 3], type).To(DType.Int64).ToArray<long>().ShouldBe([0L, 0, 0, 0, 0, 0]);
        Tensor.Ones([3], type).To(DType.Int64).ToArray<long>().ShouldBe([1L, 1, 1]);
        Tensor.Eye(2, dtype: type).To(DType.Int64).ToArray<long>().ShouldBe([1L, 0, 0, 1]);
        Tensor.Zeros([], type).Numel.ShouldBe(1);
        Tensor.Zeros([0, 3], type).Numel.ShouldBe(0);
    }

    [Fact]
    public void Large_memory_that_is_used_again_is_cleared()
    {
        for (int i = 0; i < 3; i++)
        {
            using Tensor dirty = Tensor.Full([50_000], 7);
            dirty.Dispose();
            Tensor.Zeros([50_000]).ToArray<float>().ShouldAllBe(v => v == 0);
        }
    }

    [Fact]
    public void Full_keeps_its_value()
    {
        Tensor.Full([2], 2.5).ToArray<float>().ShouldBe([2.5f, 2.5f]);
        Tensor.Full([2], -3.7, DType.Int32).ToArray<int>().ShouldBe([-3, -3]);
        Tensor.Full([1], 0.5, DType.Bool).ToArray<bool>().ShouldBe([true]);
    }

    [Fact]
    public void Identity_matrices_need_not_be_square()
    {
        Tensor.Eye(2, 3).ToArray<float>().ShouldBe([1f, 0, 0, 0, 1, 0]);
        Tensor.Eye(3, 2).ToArray<float>().ShouldBe([1f, 0, 0, 1, 0, 0]);
        Tensor.Eye(0).Shape.ShouldBe([0, 0]);
    }

    [Fact]
    public void Arange_leaves_out_the_end()
    {
        Tensor.Arange(4).ToArray<long>().ShouldBe([0L, 1, 2, 3]);
        Tensor.Arange(2, 9, 3).ToArray<long>().ShouldBe([2L, 5, 8]);
        Tensor.Arange(2, 8, 3).ToArray<long>().ShouldBe([2L, 5]);
        Tensor.Arange(3, 0, -1).ToArray<long>().ShouldBe([3L, 2, 1]);
        Tensor.Arange(0, 1, 0.25, DType.Float32).ToArray<float>().ShouldBe([0f, 0.25f, 0.5f, 0.75f]);
        Tensor.Arange(5, 5).Numel.ShouldBe(0);
        Tensor.Arange(7, 2, -2).ToArray<long>().ShouldBe([7L, 5, 3]);
    }

    [Fact]
    public void Arange_of_real_numbers_is_real()
    {
        float[] tenths = Tensor.Arange(0, 1, 0.1).ToArray<float>();
        tenths.Length.ShouldBe(10);
        for (int i = 0; i < 10; i++) tenths[i].ShouldBe(0.1f * i, 1e-6f);
        Tensor.Arange(0.5, 3).ToArray<float>().ShouldBe([0.5f, 1.5f, 2.5f]);
        Tensor.Arange(2.5).ToArray<float>().ShouldBe([0f, 1, 2]);
        Tensor.Arange(0.0, 3, dtype: DType.Float64).DType.ShouldBe(DType.Float64);
        Tensor.Arange(0, 1, 0.5, DType.Int64).ToArray<long>().ShouldBe([0L, 0]);
        Tensor.Arange(3, DType.Float16).DType.ShouldBe(DType.Float16);
        Tensor.Arange(0, 4, 2, DType.Float32).ToArray<float>().ShouldBe([0f, 2]);
    }

    [Fact]
    public void Arange_counts_beyond_what_a_double_holds()
    {
        const long start = (1L << 60) + 1;
        Tensor.Arange(start, start + 3).ToArray<long>().ShouldBe([start, start + 1, start + 2]);
        Tensor.Arange(long.MinValue, long.MaxValue, long.MaxValue).ToArray<long>().ShouldBe([long.MinValue, -1, long.MaxValue - 1]);
        Should.Throw<ShapeException>(() => Tensor.Arange(long.MinValue, long.MaxValue));
    }

    [Fact]
    public void Arange_refuses_steps_that_lead_nowhere()
    {
        Should.Throw<ShapeException>(() => Tensor.Arange(0, 5, -1)).Message.ShouldBe("Arange: a step of -1 does not lead from 0 to 5.");
        Should.Throw<ShapeException>(() => Tensor.Arange(0, 5, 0));
        Should.Throw<ShapeException>(() => Tensor.Arange(0, 0, 0));
        Should.Throw<ShapeException>(() => Tensor.Arange(0, double.NaN));
        Should.Throw<ShapeException>(() => Tensor.Arange(0, 1e12));
    }

    [Theory]
    [InlineData(0.1, 0.7, 2)]
    [InlineData(0.1, 0.7, 7)]
    [InlineData(-1, 1, 3)]
    [InlineData(3, -3, 100)]
    [InlineData(1e-3, 1e3, 1001)]
    public void Linspace_has_exact_ends_and_even_steps(double start, double end, int count)
    {
        double[] values = Tensor.Linspace(start, end, count, DType.Float64).ToArray<double>();
        values.Length.ShouldBe(count);
        values[0].ShouldBe(start);
        values[^1].ShouldBe(end);
        for (int i = 0; i < count; i++)
            values[i].ShouldBe(start + ((end - start) * i / (count - 1)), Math.Abs(end - start) * 1e-14);
    }

    [Fact]
    public void Linspace_of_one_or_none()
    {
        Tensor.Linspace(2, 5, 1).ToArray<float>().ShouldBe([2f]);
        Tensor.Linspace(2, 5, 0).Numel.ShouldBe(0);
        Should.Throw<ShapeException>(() => Tensor.Linspace(2, 5, -1)).Message.ShouldContain("negative");
    }

    [Fact]
    public void Sizes_are_a_list_or_one_by_one()
    {
        Tensor.Zeros(3, 4).Shape.ShouldBe([3, 4]);
        Tensor.Zeros([3, 4]).Shape.ShouldBe([3, 4]);
        Tensor.Zeros(new Shape()).Shape.ShouldBe([]);
        Tensor.Zeros(new[] { 3, 4 }).Shape.ShouldBe([3, 4]);
        Tensor.Zeros(5).Shape.ShouldBe([5]);
        Tensor.Zeros(1, 2, 3, 4, 5, 6).Rank.ShouldBe(6);
        Tensor.Zeros(3, 4, dtype: DType.Int64).DType.ShouldBe(DType.Int64);
        Tensor.Ones(2, DType.Float64).ToArray<double>().ShouldBe([1.0, 1]);
        Tensor.Ones([2], DType.Float64).ToArray<double>().ShouldBe([1.0, 1]);
        Tensor.Empty(2, 3).Shape.ShouldBe([2, 3]);
        Tensor.Rand(3, 4).Shape.ShouldBe([3, 4]);
        Tensor.Rand(3, 4, generator: new Generator(1)).AllEqual(Tensor.Rand([3, 4], new Generator(1))).ShouldBeTrue();
        Tensor.Randn(3, dtype: DType.Float64).DType.ShouldBe(DType.Float64);
        Tensor.Randn(1, 2, 3, 4, new Generator(1), DType.Float16).Spec.ShouldBe(new Spec(DType.Float16, [1, 2, 3, 4]));
        Tensor.Arange(6).Reshape([2, 3]).View(3, 2).Expand([4, 3, 2]).Shape.ShouldBe([4, 3, 2]);
        Should.Throw<ShapeException>(() => Tensor.Zeros(3, -1)).Message.ShouldContain("negative");
    }

    [Fact]
    public void A_view_never_copies()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3);
        Tensor y = x.View(3, -1);
        y[0, 0] = Tensor.Scalar(9, DType.Int64);
        x[0, 0].Item().ShouldBe(9);
        Should.Throw<ShapeException>(() => x.Transpose().View(6)).Message.ShouldStartWith("View: the elements of this [3, 2] view");
        x.Transpose().Reshape(6).ToArray<long>().ShouldBe([9L, 3, 1, 4, 2, 5]);
    }

    [Fact]
    public void What_is_like_a_tensor_has_its_shape_and_type()
    {
        Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3);
        Tensor.ZerosLike(x).Spec.ShouldBe(x.Spec);
        Tensor.OnesLike(x, DType.Int32).ToArray<int>().ShouldBe([1, 1, 1, 1, 1, 1]);
        Tensor.FullLike(x, 2.5).ToArray<double>().ShouldAllBe(v => v == 2.5);
        Tensor.EmptyLike(x).Spec.ShouldBe(x.Spec);
        Tensor.RandLike(x).Spec.ShouldBe(x.Spec);
        Tensor.RandnLike(x, dtype: DType.Float32).DType.ShouldBe(DType.Float32);
        Tensor.RandIntLike(x, 3, 5).Spec.ShouldBe(x.Spec);
    }

    [Fact]
    public void Logspace_has_exact_ends()
    {
        double[] x = Tensor.Logspace(-3, 3, 7, dtype: DType.Float64).ToArray<double>();
        for (int i = 0; i < 7; i++) x[i].ShouldBe(Math.Pow(10, i - 3));
        Tensor.Logspace(0, 4, 5, 2).ToArray<float>().ShouldBe([1f, 2, 4, 8, 16]);
        Should.Throw<ShapeException>(() => Tensor.Logspace(0, 1, -1)).Message.ShouldStartWith("Logspace");
    }

    [Fact]
    public void Indices_of_triangles_are_where_their_elements_are()
    {
        Tensor.TrilIndices(3, 3).ToArray<long>().ShouldBe([0L, 1, 1, 2, 2, 2, 0, 0, 1, 0, 1, 2]);
        Tensor.TriuIndices(2, 3, 1).ToArray<long>().ShouldBe([0L, 0, 1, 1, 2, 2]);
        Tensor.TrilIndices(2, 2, -5).Shape.ShouldBe([2, 0]);
        Should.Throw<ShapeException>(() => Tensor.TriuIndices(-1, 2)).Message.ShouldStartWith("TriuIndices");
    }
}
