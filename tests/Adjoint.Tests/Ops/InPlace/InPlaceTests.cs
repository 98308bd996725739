namespace Adjoint.Tests.Ops;

/// <summary>Changes in place: what they write, and what they do to histories.</summary>
public sealed class InPlaceTests
{
    [Fact]
    public void Adding_broadcasts_the_other_and_keeps_the_memory()
    {
        float[] memory = [1, 2, 3, 4];
        Tensor x = Tensor.Wrap(memory, [2, 2]);

        x.AddInPlace(Tensor.Of(10f, 20f), 0.5).ShouldBeSameAs(x);

        memory.ShouldBe([6f, 12f, 8f, 14f]);
    }

    [Fact]
    public void Multiplying_by_tensor_and_number()
    {
        Tensor x = Tensor.Of(1f, 2f, 3f);
        x.MultiplyInPlace(Tensor.Of(2f, 3f, 4f)).MultiplyInPlace(0.5);
        x.ToArray<float>().ShouldBe([1f, 3f, 6f]);
    }

    [Fact]
    public void Copying_casts_and_broadcasts()
    {
        Tensor x = Tensor.Zeros([2, 2], DType.Int64);
        x.CopyFrom(Tensor.Of(1.9f, -1.9f));
        x.ToArray<long>().ShouldBe([1L, -1L, 1L, -1L]);
    }

    [Fact]
    public void Filling_a_view_changes_its_base_alone_there()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3);
        x[.., 1].Fill(9);
        x.ToArray<long>().ShouldBe([0L, 9, 2, 3, 9, 5]);
    }

    [Fact]
    public void Setting_by_index_writes_into_the_memory()
    {
        Tensor x = Tensor.Zeros([3, 3]);
        x[1..3, ^1] = Tensor.Of(7f, 8f);
        x[0, 0] = Tensor.Scalar(5);
        x.ToArray<float>().ShouldBe([5f, 0, 0, 0, 0, 7, 0, 0, 8]);
    }

    [Fact]
    public void A_tensor_can_be_copied_onto_its_own_flip_and_transpose()
    {
        Tensor x = Tensor.Arange(5);
        x.Flip().CopyFrom(x);
        x.ToArray<long>().ShouldBe([4L, 3, 2, 1, 0]);

        Tensor square = Tensor.Arange(9).Reshape(3, 3);
        square.CopyFrom(square.Transpose());
        square.ToArray<long>().ShouldBe([0L, 3, 6, 1, 4, 7, 2, 5, 8]);
    }

    [Fact]
    public void Adding_a_tensor_to_itself_doubles_it()
    {
        Tensor x = Tensor.Of(1f, 2f);
        x.AddInPlace(x);
        x.ToArray<float>().ShouldBe([2f, 4f]);
    }

    [Fact]
    public void A_tensor_cannot_grow_in_place() =>
        Should.Throw<ShapeException>(() => Tensor.Zeros([3]).AddInPlace(Tensor.Zeros([2, 3])))
            .Message.ShouldContain("AddInPlace: a result of shape [2, 3] does not fit into [3]");

    [Fact]
    public void An_integer_tensor_does_not_take_fractions_in_place()
    {
        Tensor x = Tensor.Arange(3);
        Should.Throw<DTypeException>(() => x.AddInPlace(Tensor.Of(0.5f))).Message.ShouldStartWith("AddInPlace: a float32");
        Should.Throw<DTypeException>(() => x.MultiplyInPlace(0.5)).Message.ShouldContain("int64");
        x.ToArray<long>().ShouldBe([0L, 1, 2]);
    }

    [Fact]
    public void A_stretched_view_cannot_be_written() =>
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 3]).Expand(2, 3).Fill(1)).Message.ShouldContain("Clone()");

    [Fact]
    public void A_float32_tensor_takes_float64_in_place_and_its_gradient_too()
    {
        Tensor w = Tensor.Scalar(3, DType.Float64).WithGrad();
        Tensor x = Tensor.Of(1f, 2f);

        x.MultiplyInPlace(w.Expand(2));
        x.Sum().Backward();

        x.DType.ShouldBe(DType.Float32);
        w.Grad!.DType.ShouldBe(DType.Float64);
        w.Grad.Item().ShouldBe(3);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_recorded_addition_goes_into_the_history(int count)
    {
        Tensor a = Tensor.Full([count], 2).WithGrad();
        Tensor b = Tensor.Full([count], 5).WithGrad();
        Tensor y = a + a;

        y.AddInPlace(b, 3);
        y.Sum().Backward();

        y.ToArray<float>().ShouldAllBe(v => v == 19);
        a.Grad!.ToArray<float>().ShouldAllBe(v => v == 2);
        b.Grad!.ToArray<float>().ShouldAllBe(v => v == 3);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_recorded_product_uses_the_old_value_for_the_other_factor(int count)
    {
        Tensor a = Tensor.Full([count], 2).WithGrad();
        Tensor b = Tensor.Full([count], 5).WithGrad();
        Tensor y = a + 1;

        y.MultiplyInPlace(b);
        y.Sum().Backward();

        a.Grad!.ToArray<float>().ShouldAllBe(v => v == 5);
        b.Grad!.ToArray<float>().ShouldAllBe(v => v == 3);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void What_was_computed_before_a_change_keeps_its_own_history(int count)
    {
        Tensor a = Tensor.Full([count], 2).WithGrad();
        Tensor y = a * 3;
        Tensor before = y + 1;

        y.MultiplyInPlace(10);
        (before + y).Sum().Backward();

        a.Grad!.ToArray<float>().ShouldAllBe(v => v == 33);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void What_a_constant_gave_before_it_got_a_history_stays_constant(int count)
    {
        Tensor w = Tensor.Full([count], 2).WithGrad();
        Tensor x = Tensor.Full([count], 7);
        Tensor before = x + (w * 1); // deeper than the change: a walk that strayed would come past it

        x.AddInPlace(w);
        before.Sum().Backward();

        w.Grad!.ToArray<float>().ShouldAllBe(v => v == 1);
    }

    [Fact]
    public void Several_changes_in_a_row_differentiate_as_one_expression()
    {
        Tensor x = Tensor.Scalar(3, DType.Float64).WithGrad();
        Tensor y = x.Clone();
        y.AddInPlace(x).MultiplyInPlace(x).MultiplyInPlace(0.5).AddInPlace(x, 4); // x² + 4x

        y.Backward();

        y.Item().ShouldBe(21);
        x.Grad!.Item().ShouldBe(10);
    }

    [Fact]
    public void A_leaf_that_requires_a_gradient_cannot_be_changed_while_recording()
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad();
        Should.Throw<GraphException>(() => x.AddInPlace(Tensor.Of(1f))).Message.ShouldContain("GradMode.Off()");
        Should.Throw<GraphException>(() => x.Fill(0)).Message.ShouldStartWith("Fill: a leaf");
        x.ToArray<float>().ShouldBe([1f, 2f]);
    }

    [Fact]
    public void Without_recording_a_leaf_changes_and_stays_a_leaf()
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad();
        using (GradMode.Off()) x.AddInPlace(Tensor.Of(1f));

        x.ToArray<float>().ShouldBe([2f, 3f]);
        x.IsLeaf.ShouldBeTrue();
        x.RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void A_detached_tensor_stays_usable_when_its_base_changes()
    {
        Tensor w = Tensor.Of(5f, 6f).WithGrad();
        Tensor y = w * 2;
        Tensor detached = y.Detach();
        y.MultiplyInPlace(w);

        (detached.Reshape(2, 1) * w).ToArray<float>().ShouldBe([250f, 300f, 360f, 432f]);
    }

    [Fact]
    public void A_saved_input_changed_in_place_is_found_at_backward()
    {
        Tensor w = Tensor.Of(2f, 3f).WithGrad();
        Tensor x = Tensor.Of(4f, 5f);
        Tensor y = (w * x).Sum();
        x.Fill(1);

        Should.Throw<GraphException>(() => y.Backward()).Message
            .ShouldSatisfyAllConditions(m => m.ShouldStartWith("Multiply([2], [2])"), m => m.ShouldContain("Clone()"));
        w.Grad.ShouldBeNull();
    }

    [Fact]
    public void A_saved_result_changed_in_place_is_found_at_backward()
    {
        Tensor y = Tensor.Of(2f, 3f).WithGrad().Exp();
        y.AddInPlace(Tensor.Of(1f));
        Should.Throw<GraphException>(() => y.Sum().Backward()).Message.ShouldStartWith("Exp([2])");
    }

    [Fact]
    public void A_saved_input_that_appears_twice_is_found_too()
    {
        Tensor y = Tensor.Of(2f, 3f).WithGrad() + 1;
        Tensor z = (y * y).Sum();
        y.AddInPlace(Tensor.Of(1f));
        Should.Throw<GraphException>(() => z.Backward()).Message.ShouldStartWith("Multiply");
    }

    [Fact]
    public void A_change_through_a_view_or_a_detached_tensor_is_found_too()
    {
        foreach (Func<Tensor, Tensor> alias in (Func<Tensor, Tensor>[])[x => x.Detach(), x => x[0..1], x => x.Reshape(2, 1)])
        {
            Tensor x = Tensor.Of(4f, 5f);
            Tensor y = (x * Tensor.Of(2f, 3f).WithGrad()).Sum();
            alias(x).Fill(0);
            Should.Throw<GraphException>(() => y.Backward());
        }
    }

    [Fact]
    public void What_the_derivative_does_not_read_may_change()
    {
        Tensor w = Tensor.Of(2f, 3f).WithGrad();
        Tensor x = Tensor.Of(4f, 5f);
        Tensor y = (w + x).Sum();
        x.Fill(1);
        y.Backward();
        w.Grad!.ToArray<float>().ShouldBe([1f, 1f]);
    }

    [Fact]
    public void A_symbolic_tensor_cannot_be_changed() =>
        Should.Throw<GraphException>(() => Tensor.Symbolic([2]).Fill(1)).Message.ShouldContain("symbolic");
}
