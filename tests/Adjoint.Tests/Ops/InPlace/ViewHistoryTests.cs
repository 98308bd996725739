namespace Adjoint.Tests.Ops;

/// <summary>Changes in place of tensors that have views, and of views: the gradients of all that share the memory.</summary>
public sealed class ViewHistoryTests
{
    private static Tensor X => Tensor.Of(1.0, 2, 3).WithGrad();

    [Fact]
    public void Assigning_a_part_replaces_its_history()
    {
        (Tensor x, Tensor w) = (X, Tensor.Of(5.0, 6).WithGrad());
        Tensor b = x * 2;
        b[0..2] = w * 3;
        (b * b).Sum().Backward();
        b.ToArray<double>().ShouldBe([15.0, 18, 6]);
        x.Grad!.ToArray<double>().ShouldBe([0.0, 0, 24]);
        w.Grad!.ToArray<double>().ShouldBe([90.0, 108]);
    }

    [Fact]
    public void A_constant_gets_a_history_from_what_is_assigned_to_a_part_of_it()
    {
        Tensor x = X;
        Tensor all = Tensor.Zeros([3, 2], DType.Float64);
        Tensor earlier = all[1];
        for (int i = 0; i < 3; i++) all[i] = x[i..(i + 1)] * (i + 1);
        all.RequiresGrad.ShouldBeTrue();
        earlier.RequiresGrad.ShouldBeTrue();
        (all.Sum() + (earlier * earlier).Sum()).Backward();
        x.Grad!.ToArray<double>().ShouldBe([2.0, 4 + 16 * 2, 6]); // d/dx of 2x + 4x + 6x, and of 2(2x)^2
    }

    [Fact]
    public void A_view_that_was_taken_before_its_base_changed_has_the_new_history()
    {
        Tensor x = X;
        Tensor y = x * 2;
        Tensor view = y[1..];
        y.MultiplyInPlace(x);
        view.Square().Sum().Backward(); // (2x²)² of the last two
        x.Grad!.ToArray<double>().ShouldBe([0.0, 128, 432]);
    }

    [Fact]
    public void A_change_of_one_view_reaches_the_base_and_the_other_views()
    {
        Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3).Clone().WithGrad();
        Tensor y = x * 1;
        Tensor turned = y.Transpose();
        Tensor row = y[0];
        Tensor wide = y[1].Expand(4, 3);
        y[.., 1].AddInPlace(x[.., 0], 10);
        turned[2].MultiplyInPlace(5);
        Engine.Grad([row.Sum()], [x], retainGraph: true)[0].ToArray<double>().ShouldBe([11.0, 1, 5, 0, 0, 0]);
        Engine.Grad([wide.Sum()], [x], retainGraph: true)[0].ToArray<double>().ShouldBe([0.0, 0, 0, 44, 4, 20]);
        Engine.Grad([turned.Sum()], [x])[0].ToArray<double>().ShouldBe([11.0, 1, 5, 11, 1, 5]);
    }

    [Fact]
    public void A_number_of_a_row_is_changed_through_a_chain_of_views()
    {
        Tensor x = X;
        Tensor y = x * 1;
        y.Reshape(1, 3)[0][1].MultiplyInPlace(x[2]);
        y.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([1.0, 3, 3]);
    }

    [Fact]
    public void Overwriting_gives_a_zero_gradient_and_not_none()
    {
        (Tensor a, Tensor b) = (X, X);
        Tensor y = a * 2;
        y.CopyFrom(b);
        Tensor?[] gradients = Engine.Grad([y.Sum()], [a, b], retainGraph: true, allowUnused: true);
        gradients[0]!.ToArray<double>().ShouldBe([0.0, 0, 0]);
        gradients[1]!.ToArray<double>().ShouldBe([1.0, 1, 1]);
        y.Fill(0);
        y.RequiresGrad.ShouldBeTrue();
        y.Sum().Backward();
        a.Grad!.ToArray<double>().ShouldBe([0.0, 0, 0]);
        b.Grad!.ToArray<double>().ShouldBe([0.0, 0, 0]);
    }

    [Fact]
    public void A_buffer_that_each_step_overwrites_keeps_no_graph_of_earlier_steps()
    {
        Tensor x = X;
        Tensor state = Tensor.Zeros([3], DType.Float64);
        for (int i = 0; i < 100; i++)
        {
            state.CopyFrom(state.Detach() + x);
            (state * state).Sum().Backward();
        }

        state.Creator!.Depth.ShouldBeLessThan(4);
    }

    [Fact]
    public void Passes_that_are_aimed_find_saved_tensors_that_were_changed()
    {
        Tensor x = X;
        Tensor y = x * 1;
        Tensor z = y.Square();
        y.AddInPlace(Tensor.Ones([3], DType.Float64));
        Should.Throw<GraphException>(() => Engine.Grad([(z + y).Sum()], [x])).Message.ShouldStartWith("Square([3])");
        Should.Throw<GraphException>(() => Engine.Jvp(z + y, [x], [x.Detach()])).Message.ShouldStartWith("Square([3])");
        Should.Throw<GraphException>(() => Functional.Gradient(
            t =>
            {
                Tensor u = t * 1;
                Tensor v = u.Square();
                u.AddInPlace(Tensor.Ones([3], DType.Float64));
                return (v + u).Sum();
            },
            Tensor.Of(1.0, 2, 3))).Message.ShouldStartWith("Square([3])");
        Engine.Grad([y.Sum()], [x])[0].ToArray<double>().ShouldBe([1.0, 1, 1], "what leads around the change is fine");
    }

    [Fact]
    public void What_no_wanted_gradient_reads_may_be_overwritten()
    {
        Tensor x = Tensor.Of(1.0).WithGrad();
        Tensor a = x + 0;
        Tensor b = Tensor.Of(5.0) * a;
        a.Fill(0.35);
        (b + x).Sum().Backward();
        x.Grad!.Item().ShouldBe(6);

        a = x + 0;
        b = a * a;
        a.CopyFrom(Tensor.Of(1.0));
        Should.Throw<GraphException>(() => b.Sum().Backward()).Message.ShouldStartWith("Multiply([1], [1])");
    }

    [Fact]
    public void Views_of_a_leaf_and_views_taken_while_nothing_was_recorded_are_refused()
    {
        Tensor x = X;
        Should.Throw<GraphException>(() => x[0].Fill(1)).Message.ShouldContain("a view of a leaf");
        Should.Throw<GraphException>(() => x[0] = Tensor.Scalar(1, DType.Float64)).Message.ShouldContain("GradMode.Off()");
        Tensor y = x * 2;
        Tensor view;
        using (GradMode.Off()) view = y[0];
        Should.Throw<GraphException>(() => view.MultiplyInPlace(2)).Message.ShouldContain("a view that was taken within GradMode.Off()");
        using (GradMode.Off())
        {
            x[0] = Tensor.Scalar(7, DType.Float64);
            view.MultiplyInPlace(2);
        }

        x.ToArray<double>().ShouldBe([7.0, 2, 3]);
        y.ToArray<double>().ShouldBe([4.0, 4, 6]);
        y.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([2.0, 2, 2], "what is not recorded changes no history");
    }

    [Fact]
    public void Detached_tensors_share_the_memory_and_the_version_but_no_history()
    {
        Tensor x = X;
        Tensor y = x * 2;
        Tensor detached = y.Detach();
        Tensor part = detached[0..2];
        part.MultiplyInPlace(x[0..2]);
        detached.RequiresGrad.ShouldBeTrue();
        y.ToArray<double>().ShouldBe([2.0, 8, 6]);
        Engine.Grad([detached.Sum()], [x])[0].ToArray<double>().ShouldBe([2.0, 4, 0]);
        Engine.Grad([y.Sum()], [x])[0].ToArray<double>().ShouldBe([2.0, 2, 2]);
        Tensor square = y.Square();
        detached.Fill(0);
        Should.Throw<GraphException>(() => square.Sum().Backward());
    }

    [Fact]
    public void A_part_of_a_detached_transpose_is_changed()
    {
        Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3).Clone().WithGrad();
        Tensor turned = x.Detach().Clone().Transpose().Detach();
        Tensor column = turned[.., 1];
        turned[0].CopyFrom(x[.., 2]);
        (turned.Sum() + column.Sum()).Backward();
        x.Grad!.ToArray<double>().ShouldBe([0.0, 0, 1, 0, 0, 2]);
    }

    [Fact]
    public void A_tensor_that_later_becomes_a_leaf_was_none_before()
    {
        Tensor x = X;
        Tensor c = Tensor.Of(2.0, 2, 2);
        Tensor before = x * c;
        c.RequiresGrad = true;
        before.Sum().Backward();
        c.Grad.ShouldBeNull();
        (x * c).Sum().Backward();
        c.Grad!.ToArray<double>().ShouldBe([1.0, 2, 3]);
    }

    [Fact]
    public void Second_derivatives_go_through_changes_of_views()
    {
        Tensor x = X;
        Tensor y = x.Square();
        y[0..2].MultiplyInPlace(x[1..]);
        Tensor g = Engine.Grad([y.Square().Sum()], [x], createGraph: true)[0];
        Tensor expected = Functional.Gradient(
            t => Functional.Gradient(s => Tensor.Concat([s[0..2].Square() * s[1..], s[2..].Square()]).Square().Sum(), t).Square().Sum(),
            x.Detach());
        Engine.Grad([g.Square().Sum()], [x])[0].ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-9);
    }

    [Fact]
    public void A_function_that_changes_what_it_is_given_is_refused()
    {
        static Tensor Change(Tensor t)
        {
            t[0..1].AddInPlace(t[1..2], 3);
            return t.Square().Sum();
        }

        Should.Throw<GraphException>(() => Functional.Gradient(Change, X * 2)).Message.ShouldContain("changes its input 0 in place");
        Should.Throw<GraphException>(() => Functional.Gradient(Change, X)).Message.ShouldContain("leaf");
        Tensor g = Functional.Gradient(t => Change(t.Clone()), X * 2);
        g.ToArray<double>().ShouldBe([28.0, 92, 12]); // of (y₀ + 3y₁)² + y₁² + y₂² at 2, 4, 6
    }

    [Fact]
    public void A_retained_gradient_moves_with_a_view()
    {
        Tensor x = X;
        Tensor y = x * 2;
        Tensor view = y[1..].RetainGrad();
        y.MultiplyInPlace(3);
        (view * 5).Sum().Backward();
        view.Grad!.ToArray<double>().ShouldBe([5.0, 5]);
        x.Grad!.ToArray<double>().ShouldBe([0.0, 30, 30]);
    }

    [Fact]
    public void Two_threads_read_a_view_that_has_become_stale()
    {
        for (int i = 0; i < 200; i++)
        {
            Tensor x = X;
            Tensor y = x * 1;
            Tensor view = y[1..];
            y.MultiplyInPlace(x);
            Parallel.For(0, 2, _ =>
                Engine.Grad([view.Sum()], [x], retainGraph: true)[0].ToArray<double>().ShouldBe([0.0, 4, 6]));
        }
    }

    [Fact]
    public void Captured_programs_change_parts_as_they_do_eagerly()
    {
        static Tensor[] Program(Tensor[] t)
        {
            Tensor all = Tensor.Zeros([2, 3], DType.Float64);
            Tensor row = all[1];
            Tensor y = t[0] * 2;
            y[0..2].MultiplyInPlace(t[0][1..]);
            all[0] = y;
            row.CopyFrom(all[0] + 1);
            using (GradMode.Off()) y[2..].Fill(4);
            return [all, row, y, .. Engine.Grad([(all * all).Sum() + y.Sum()], t)];
        }

        Tensor[] expected = Program([X]);
        Graph graph = Graph.Capture(Program, new Spec(DType.Float64, [3]));
        for (int repeat = 0; repeat < 2; repeat++)
        {
            Tensor[] replayed = graph.Run(X.Detach());
            for (int i = 0; i < expected.Length; i++) replayed[i].ToArray<double>().ShouldBe(expected[i].ToArray<double>(), $"result {i}");
        }
    }

    [Fact]
    public void A_constant_of_a_capture_that_changes_later_was_what_it_was()
    {
        Graph graph = Graph.Capture(
            t =>
            {
                Tensor c = Tensor.Ones([3], DType.Float64);
                Tensor first = t[0] * c;
                c.Fill(5);
                return [first, t[0] * c];
            },
            new Spec(DType.Float64, [3]));
        Tensor[] y = graph.Run(X.Detach());
        y[0].ToArray<double>().ShouldBe([1.0, 2, 3]);
        y[1].ToArray<double>().ShouldBe([5.0, 10, 15]);
    }

    [Fact]
    public void Slices_of_a_batch_are_filled_in_place()
    {
        Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3);
        Tensor y = Functional.Vmap(t =>
        {
            Tensor u = t * 1;
            u[0..2].AddInPlace(t[1..], 10);
            return u;
        })(x);
        y.ToArray<double>().ShouldBe([10.0, 21, 2, 43, 54, 5]);
    }
}
