namespace Adjoint.Tests.Ops;

/// <summary>x[…] = values: types, numbers, histories, memory and errors. Which places are written, BracketTests compares.</summary>
public sealed class AssignmentTests
{
    [Fact]
    public void Numbers_and_truth_values_are_assigned()
    {
        Tensor x = Tensor.Of(1.0, -2, 3, -4);
        x[x.Less(0)] = 0;
        x.ToArray<double>().ShouldBe([1.0, 0, 3, 0]);
        x[1..3] = 0.1;
        x.ToArray<double>().ShouldBe([1.0, 0.1, 0.1, 0]);
        x[^1] = long.MaxValue;
        x[3].Item().ShouldBe((double)long.MaxValue);
        x[new[] { 0, -2 }] = 7;
        x[new[] { true, false, true, false }].ToArray<double>().ShouldBe([7.0, 7]);

        Tensor mask = Tensor.Zeros([3], DType.Bool);
        mask[Tensor.Of(0L, 2)] = true;
        mask.ToArray<bool>().ShouldBe([true, false, true]);
        Tensor counts = Tensor.Zeros([2], DType.Int64);
        counts[0] = 1L << 60;
        counts[0].ToArray<long>().ShouldBe([1L << 60]);
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float32)]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Bool)]
    public void Every_type_is_read_written_and_added_to(DType type)
    {
        Tensor x = Tensor.Of(0, 1, 0, 1, 0, 1).To(type).Reshape(3, 2);
        Tensor index = Tensor.Of(2L, 0, 2);
        x[index].To(DType.Int64).ToArray<long>().ShouldBe([0L, 1, 0, 1, 0, 1]);
        x[index].DType.ShouldBe(type);
        Tensor y = x.Clone();
        y[index] = Tensor.Of(1, 0).To(type);
        y.To(DType.Int64).ToArray<long>().ShouldBe([1L, 0, 0, 1, 1, 0]);
        Tensor sum = x.IndexPut([index], Tensor.Of(1, 0).To(type), accumulate: true);
        sum.DType.ShouldBe(type);
        sum.To(DType.Int64).ToArray<long>().ShouldBe(type == DType.Bool ? [1L, 1, 0, 1, 1, 1] : [1L, 1, 0, 1, 2, 1]);
    }

    [Theory]
    [InlineData(DType.Int64)]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt8)]
    public void Indices_are_integers_of_any_type(DType type)
    {
        Tensor x = Tensor.Arange(12).Reshape(4, 3);
        x[Tensor.Of(3L, 1).To(type), Tensor.Of(0L, 2)].ToArray<long>().ShouldBe([9L, 5]);
        x.Take(Tensor.Of(11L).To(type)).ToArray<long>().ShouldBe([11L]);
        x.IndexAdd(0, Tensor.Of(1L).To(type), x[..1]).Sum().Item().ShouldBe(66 + 3);
    }

    [Fact]
    public void Of_equal_places_the_last_counts_and_gets_the_gradient()
    {
        Tensor x = Tensor.Of(1.0, 2, 3).WithGrad();
        Tensor values = Tensor.Of(10.0, 20, 30).WithGrad();
        Tensor y = x.IndexPut([Tensor.Of(1L, 1, -3)], values);
        y.ToArray<double>().ShouldBe([30.0, 20, 3]);
        (y * Tensor.Of(1.0, 10, 100)).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0.0, 0, 100]);
        values.Grad!.ToArray<double>().ShouldBe([0.0, 10, 1]);
    }

    [Fact]
    public void A_tensor_can_be_assigned_to_its_own_rows()
    {
        Tensor x = Tensor.Arange(6).Reshape(3, 2);
        x[Tensor.Of(2L, 1, 0)] = x;
        x.ToArray<long>().ShouldBe([4L, 5, 2, 3, 0, 1]);
    }

    [Fact]
    public void Writing_into_a_view_writes_into_its_base()
    {
        Tensor x = Tensor.Zeros([4, 4], DType.Int64);
        x[1..3].Transpose()[Tensor.Of(0L, 3)] = Tensor.Of(5L, 6);
        x[1, 0].Item().ShouldBe(5);
        x[2, 3].Item().ShouldBe(6);
        x.Sum().Item().ShouldBe(22);
        int[] memory = [1, 2, 3];
        Tensor.Wrap(memory)[Tensor.Of(-1L)] = 9;
        memory.ShouldBe([1, 2, 9]);
    }

    [Fact]
    public void A_part_of_a_recorded_tensor_gets_a_history()
    {
        Tensor w = Tensor.Of(1.0, 2, 3).WithGrad();
        Tensor v = Tensor.Scalar(5, DType.Float64).WithGrad();
        Tensor y = w * 2;
        y[1..] = v;
        y[Tensor.Of(true, false, false)] = v * v;
        y.Sum().Backward();
        y.ToArray<double>().ShouldBe([25.0, 5, 5]);
        w.Grad!.ToArray<double>().ShouldBe([0.0, 0, 0]);
        v.Grad!.Item().ShouldBe(10 + 2);

        Tensor plain = Tensor.Zeros([2, 2], DType.Float64);
        plain[.., Tensor.Of(1L)] = v;
        plain.RequiresGrad.ShouldBeTrue();
        plain.Sum().Backward();
        v.Grad!.Item().ShouldBe(12 + 2);
    }

    [Fact]
    public void A_leaf_cannot_be_changed_and_a_saved_tensor_that_was_is_found()
    {
        Tensor w = Tensor.Of(1.0, 2).WithGrad();
        Should.Throw<GraphException>(() => w[Tensor.Of(0L)] = 1).Message.ShouldContain("leaf");
        using (GradMode.Off()) w[Tensor.Of(0L)] = 4;
        w.ToArray<double>().ShouldBe([4.0, 2]);
        Tensor x = Tensor.Of(1.0, 2);
        Tensor y = (w * x).Sum();
        x[Tensor.Of(1L)] = 0;
        Should.Throw<GraphException>(() => y.Backward()).Message.ShouldContain("changed in place");
    }

    [Fact]
    public void State_of_a_captured_step_is_written_by_each_replay()
    {
        Tensor seen = Tensor.Zeros([3], DType.Float64);
        Graph graph = Graph.Capture(
            x =>
            {
                seen[x[1]] = x[0];
                return [seen.Sum()];
            },
            new Spec(DType.Float64, []), new Spec(DType.Int64, [1]));
        seen.ToArray<double>().ShouldBe([0.0, 0, 0]);
        graph.Run(Tensor.Scalar(2, DType.Float64), Tensor.Of(1L))[0].Item().ShouldBe(2);
        graph.Run(Tensor.Scalar(3, DType.Float64), Tensor.Of(-1L))[0].Item().ShouldBe(5);
        seen.ToArray<double>().ShouldBe([0.0, 2, 3]);
        Should.Throw<ShapeException>(() => graph.Run(Tensor.Scalar(3, DType.Float64), Tensor.Of(3L)));
    }

    [Fact]
    public void A_capture_takes_masks_where_the_shape_does_not_depend_on_them()
    {
        Graph graph = Graph.Capture(
            x =>
            {
                Tensor y = x[0] * 1;
                y[x[0].Less(0)] = 0;
                return [y];
            },
            new Spec(DType.Float32, [3]));
        graph.Run(Tensor.Of(1f, -1f, 2f))[0].Detach().ToArray<float>().ShouldBe([1f, 0, 2]);
        Should.Throw<GraphException>(() => Graph.Capture(x => [x[0][x[0].Less(0)]], new Spec(DType.Float32, [3]))).Message
            .ShouldStartWith("Index: how many elements are chosen depends on values");
        Tensor weight = Tensor.Of(1f, -1f);
        Should.Throw<GraphException>(() => Graph.Capture(x => [weight.MaskedSelect(weight.Less(0)) * x[0]], new Spec(DType.Float32, [])));
        Should.Throw<GraphException>(() => Functional.Vmap(x => [x[0].Nonzero()])([Tensor.Of(1f, 0f)]));
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_says_so()
    {
        Tensor x = Tensor.Zeros([3, 2]);
        Should.Throw<ShapeException>(() => x[Tensor.Of(0L, 3)]).Message.ShouldBe("Index: index 3 is outside axis 0, which has size 3.");
        Should.Throw<ShapeException>(() => x[.., Tensor.Of(-3L)]).Message.ShouldBe("Index: index -3 is outside axis 1, which has size 2.");
        Should.Throw<ShapeException>(() => x[Tensor.Scalar(5, DType.Int64)]).Message.ShouldContain("outside axis 0");
        Should.Throw<ShapeException>(() => x[Tensor.Of(0L, 1), Tensor.Of(0L, 1, 0)]).Message.ShouldContain("do not broadcast");
        Should.Throw<ShapeException>(() => x[Tensor.Of(true, false)]).Message
            .ShouldBe("Index: a mask of shape [2] does not fit [3, 2] from axis 0 on, along its axis 0.");
        Should.Throw<ShapeException>(() => x[0, Tensor.Zeros([2, 2], DType.Bool)]).Message.ShouldContain("too many");
        Should.Throw<DTypeException>(() => x[Tensor.Of(1f)]).Message.ShouldContain("not float32");
        Should.Throw<ShapeException>(() => x[Tensor.Of(0L, 1)] = Tensor.Zeros([3])).Message
            .ShouldBe("Index: values of shape [3] do not fit into [2, 2].");
        Should.Throw<ShapeException>(() => x[Tensor.Of(true, true, false)] = Tensor.Zeros([3, 2])).Message.ShouldContain("do not fit");
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 3]).Expand(2, 3)[Tensor.Of(0L)] = 1).Message.ShouldContain("Clone()");
        x.Sum().Item().ShouldBe(0);
        Should.Throw<ShapeException>(() => Tensor.Scalar(1)[Tensor.Of(0L)]);
        Should.Throw<ShapeException>(() => Tensor.Zeros([0])[Tensor.Of(0L)]).Message.ShouldContain("which has size 0");
    }

    [Fact]
    public void Large_tensors_are_read_and_written_too()
    {
        const int rows = 300, columns = 401;
        Tensor x = Tensor.Arange(rows * columns).Reshape(rows, columns);
        long[] order = [.. Enumerable.Range(0, rows).Select(i => (i * 7919L) % rows)];
        Tensor index = Tensor.From<long>(order);
        Tensor y = Tensor.Zeros([rows, columns], DType.Int64);
        y[index] = x[index];
        y.Equal(x).All().ShouldBeTrue();
        Tensor z = Tensor.Zeros([columns, rows], DType.Int64).Transpose();
        z[index, 3..] = x[index, 3..];
        z[.., 3..].Equal(x[.., 3..]).All().ShouldBeTrue();
        z[.., ..3].Sum().Item().ShouldBe(0);
        x.Take(x.Flip()).Equal(x.Flip()).All().ShouldBeTrue();
    }
}
