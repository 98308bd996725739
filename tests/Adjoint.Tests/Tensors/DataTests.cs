using System.Numerics.Tensors;

namespace Adjoint.Tests.Tensors;

/// <summary>Bridges to spans, arrays and System.Numerics.Tensors.</summary>
public sealed class DataTests
{
    [Fact]
    public void Item_reads_one_element_of_any_type_and_rank()
    {
        Tensor.Of(2.5f).Item().ShouldBe(2.5);
        Tensor.Of(-3).Reshape(1, 1).Item().ShouldBe(-3);
        Tensor.Of(true)[0].Item().ShouldBe(1);
        Tensor.Arange(9).Reshape(3, 3).Transpose()[1, 2].Item().ShouldBe(7);
        Should.Throw<ShapeException>(() => Tensor.Of(1f, 2f).Item()).Message.ShouldContain("has 2 elements");
        Should.Throw<ShapeException>(() => Tensor.Zeros([0]).Item());
    }

    [Fact]
    public void ToArray_copies_in_row_major_order()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3);
        long[] copy = x.Transpose().ToArray<long>();
        copy.ShouldBe([0L, 3, 1, 4, 2, 5]);
        copy[0] = 9;
        x[0, 0].Item().ShouldBe(0);
        Tensor.Zeros([0, 2]).ToArray<float>().ShouldBeEmpty();
    }

    [Fact]
    public void The_type_asked_for_must_be_the_elements_own()
    {
        Tensor x = Tensor.Of(1L);
        Should.Throw<DTypeException>(() => x.ToArray<float>()).Message
            .ShouldBe("ToArray<Single>: the tensor holds int64; ask for that, or cast with To(DType.Float32) first.");
        Should.Throw<DTypeException>(() => x.AsSpan<double>());
        Should.Throw<DTypeException>(() => x.AsTensorSpan<int>());
        Should.Throw<DTypeException>(() => x.ToDenseTensor<byte>());
        Should.Throw<DTypeException>(() => Tensor.Of((byte)1).ToArray<bool>());
    }

    [Fact]
    public void CopyTo_needs_room()
    {
        long[] places = new long[4];
        Tensor.Arange(3).CopyTo<long>(places);
        places.ShouldBe([0L, 1, 2, 0]);
        Should.Throw<ShapeException>(() => Tensor.Arange(5).CopyTo<long>(places)).Message.ShouldContain("4 places");
    }

    [Fact]
    public void A_span_is_the_memory_itself()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3);
        x[1].AsSpan<long>()[0] = 9;
        x.ToArray<long>().ShouldBe([0L, 1, 2, 9, 4, 5]);
        Should.Throw<ShapeException>(() => x.Transpose().AsSpan<long>()).Message.ShouldContain("Contiguous()");
        Tensor.Zeros([0]).AsSpan<float>().Length.ShouldBe(0);
    }

    [Fact]
    public void Writing_through_a_span_is_found_at_backward_if_it_is_told()
    {
        Tensor x = Tensor.Of(1f, 2f);
        Tensor y = (Tensor.Of(1f, 2f).WithGrad() * x).Sum();
        x.AsSpan<float>()[0] = 5;
        x.MarkChanged();
        Should.Throw<GraphException>(() => y.Backward());
    }

    [Fact]
    public void A_tensor_span_keeps_strides()
    {
        Tensor x = Tensor.Arange(24).Reshape(2, 3, 4);
        foreach (Tensor view in (Tensor[])[
            x, x.Transpose(), x[.., 1], x[1, 1.., 1..3], x[..1].Transpose(0, 2), x.Diagonal(), x[TensorIndex.Every(.., 2)]])
        {
            TensorSpan<long> span = view.AsTensorSpan<long>();
            span.Lengths.ToArray().Select(n => (int)n).ShouldBe(view.Shape.Span.ToArray());
            var values = new long[view.Numel];
            span.FlattenTo(values);
            values.ShouldBe(view.ToArray<long>());
        }
    }

    [Fact]
    public void A_tensor_span_writes_into_the_tensor()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        x.Transpose().AsTensorSpan<float>()[2, 1] = 5;
        x.ToArray<float>().ShouldBe([0f, 0, 0, 0, 0, 5]);
    }

    [Fact]
    public void A_tensor_span_of_a_number_or_of_nothing()
    {
        Tensor.Scalar(3).AsTensorSpan<float>().FlattenedLength.ShouldBe((nint)1);
        Tensor.Zeros([2, 0]).AsTensorSpan<float>().FlattenedLength.ShouldBe((nint)0);
    }

    [Fact]
    public void A_flipped_tensor_has_no_tensor_span() =>
        Should.Throw<ShapeException>(() => Tensor.Zeros([3]).Flip().AsTensorSpan<float>()).Message.ShouldContain("Contiguous()");

    [Fact]
    public void Dense_tensors_go_both_ways()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3).Transpose();
        Tensor<long> dense = x.ToDenseTensor<long>();
        dense.Lengths.ToArray().ShouldBe([(nint)3, 2]);
        dense[2, 1].ShouldBe(5);
        Tensor back = Tensor.From(dense);
        back.Shape.ShouldBe([3, 2]);
        back.ToArray<long>().ShouldBe(x.ToArray<long>());
        Tensor.From(Tensor.Scalar(4).ToDenseTensor<float>()).Item().ShouldBe(4);
        Tensor.From(Tensor.Zeros([0, 3]).ToDenseTensor<float>()).Shape.ShouldBe([0, 3]);
    }

    [Fact]
    public void One_element_is_read_in_any_type()
    {
        Tensor.Of(3L).Item<long>().ShouldBe(3L);
        Tensor.Scalar(2.5).Item<float>().ShouldBe(2.5f);
        Tensor.Scalar(2.5).Item<int>().ShouldBe(2);
        Tensor.Scalar(2.5).Item<bool>().ShouldBeTrue();
        Tensor.Of(long.MaxValue).Item<long>().ShouldBe(long.MaxValue);
        Should.Throw<ShapeException>(() => Tensor.Of(1, 2).Item<int>()).Message.ShouldStartWith("Item");
        Should.Throw<DTypeException>(() => Tensor.Of(1).Item<decimal>());
    }

    [Fact]
    public void Sizes_of_axes_count_from_either_end()
    {
        Tensor x = Tensor.Zeros(2, 3, 4);
        (x.Size(0), x.Size(-1), x.Shape[-2], x.Shape[^1]).ShouldBe((2, 4, 3, 4));
        Should.Throw<ShapeException>(() => x.Size(3)).Message.ShouldStartWith("Size");
    }

    [Fact]
    public void Axes_of_reductions_have_names()
    {
        Tensor x = Tensor.Of(1.0, 2, 3, 4).Reshape(2, 2);
        x.Sum(axis: 1).ToArray<double>().ShouldBe([3.0, 7]);
        x.Mean(axis: 0).ToArray<double>().ShouldBe([2.0, 3]);
        x.Var(1, correction: 0).ToArray<double>().ShouldBe([0.25, 0.25]);
        x.Amax(axis: -1, keepDims: true).Shape.ShouldBe([2, 1]);
        x.CountNonzero(axis: 0).ToArray<long>().ShouldBe([2L, 2]);
        Tensor.Cat([x, x], axis: 1).Shape.ShouldBe([2, 4]);
    }
}
