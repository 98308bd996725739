namespace Adjoint.Tests.Autograd;

/// <summary>Backward and Grad: what they add where, and what they leave alone.</summary>
public sealed class BackwardTests
{
    private static Tensor Leaf => Tensor.Of(1.0, 2.0, 3.0).WithGrad();

    [Fact]
    public void Gradients_accumulate_until_they_are_forgotten()
    {
        Tensor x = Leaf;
        x.Sum().Backward();
        (x * x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([3.0, 5, 7]);

        x.ZeroGrad();
        x.Grad.ShouldBeNull();
        x.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([1.0, 1, 1]);
    }

    [Fact]
    public void A_leaf_used_many_times_gets_the_sum()
    {
        Tensor x = Leaf;
        ((x * x) + x + (x * 3) - x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([5.0, 7, 9]);
    }

    [Fact]
    public void Results_that_meet_again_are_pulled_once_with_their_sum()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).WithGrad();
        Tensor y = x;
        for (int i = 0; i < 50; i++) y = (y + y) * 0.5; // 2⁵⁰ paths
        y.Backward();
        x.Grad!.Item().ShouldBe(1);
    }

    [Fact]
    public void A_given_gradient_is_pulled_back()
    {
        Tensor x = Leaf;
        (x * x).Backward(Tensor.Of(1.0, 10, 100));
        x.Grad!.ToArray<double>().ShouldBe([2.0, 40, 600]);
    }

    [Fact]
    public void One_element_of_any_rank_needs_no_gradient()
    {
        Tensor x = Tensor.Of(2.0).WithGrad();
        (x * x).Reshape(1, 1).Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0]);
    }

    [Fact]
    public void A_leaf_is_its_own_derivative()
    {
        Tensor x = Tensor.Scalar(2).WithGrad();
        x.Backward();
        x.Grad!.Item().ShouldBe(1);
        Engine.Grad([x], [x])[0].Item().ShouldBe(1);
    }

    [Fact]
    public void Only_leaves_get_gradients_unless_a_result_retains_its_own()
    {
        Tensor x = Leaf;
        Tensor y = x * 2;
        Tensor z = (y * 3).RetainGrad();
        (z * z).Sum().Backward();
        y.Grad.ShouldBeNull();
        z.Grad!.ToArray<double>().ShouldBe([12.0, 24, 36]);
        x.Grad!.ToArray<double>().ShouldBe([72.0, 144, 216]);
        x.RetainGrad().ShouldBeSameAs(x);
    }

    [Fact]
    public void A_retained_gradient_is_that_of_the_changed_value()
    {
        Tensor y = (Leaf * 2).RetainGrad();
        y.MultiplyInPlace(5);
        (y * 3).Sum().Backward();
        y.Grad!.ToArray<double>().ShouldBe([3.0, 3, 3]);
    }

    [Fact]
    public void Grad_writes_nothing()
    {
        Tensor x = Leaf;
        Tensor y = (x * 2).RetainGrad();
        Tensor[] gradients = Engine.Grad([(y * y).Sum()], [x, y]);
        gradients[0].ToArray<double>().ShouldBe([8.0, 16, 24]);
        gradients[1].ToArray<double>().ShouldBe([4.0, 8, 12]);
        x.Grad.ShouldBeNull();
        y.Grad.ShouldBeNull();
    }

    [Fact]
    public void Grad_sums_over_outputs_each_with_its_own_gradient()
    {
        Tensor x = Leaf;
        Engine.Grad([x * 2, (x * x).Sum()], [x], [Tensor.Of(1.0, 10, 100), Tensor.Scalar(1, DType.Float64)])[0]
            .ToArray<double>().ShouldBe([4.0, 24, 206]);
    }

    [Fact]
    public void Grad_of_an_intermediate_does_not_go_beyond_it()
    {
        Tensor x = Leaf;
        Tensor y = x * x;
        Tensor z = y.Sum();
        Engine.Grad([z], [y, y])[1].ToArray<double>().ShouldBe([1.0, 1, 1]);
        Engine.Grad([y], [y], [Tensor.Of(4.0, 5, 6)], retainGraph: true)[0].ToArray<double>().ShouldBe([4.0, 5, 6]);
    }

    [Fact]
    public void A_retained_graph_is_walked_again()
    {
        Tensor x = Leaf;
        Tensor y = (x * x).Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0, 8, 12]);
        Should.Throw<GraphException>(() => y.Backward());
    }

    [Fact]
    public void A_graph_that_saved_nothing_is_not_freed()
    {
        Tensor x = Leaf;
        Tensor y = (x + x).Sum();
        y.Backward();
        y.Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0, 4, 4]);
    }

    [Fact]
    public void A_graph_can_be_used_until_a_part_of_it_was_freed()
    {
        Tensor x = Leaf;
        Tensor shared = x * x;
        Tensor a = (shared * shared).Sum();
        Tensor b = shared.Exp().Sum();
        a.Backward();
        Should.Throw<GraphException>(() => b.Backward()).Message.ShouldStartWith("Multiply: the graph was freed");
    }

    [Fact]
    public void Gradients_never_share_memory_with_each_other_or_with_what_was_given()
    {
        Tensor a = Leaf;
        Tensor b = Leaf;
        Tensor c = Leaf;
        Tensor seed = Tensor.Of(1.0, 2, 3);
        Tensor sum = (a + b + c).RetainGrad();
        sum.Backward(seed);

        foreach (Tensor leaf in (Tensor[])[a, b, c, sum]) leaf.Grad!.AddInPlace(Tensor.Of(1.0));
        foreach (Tensor leaf in (Tensor[])[a, b, c, sum]) leaf.Grad!.ToArray<double>().ShouldBe([2.0, 3, 4]);
        seed.ToArray<double>().ShouldBe([1.0, 2, 3]);
    }

    [Fact]
    public void A_gradient_is_no_part_of_a_larger_tensor()
    {
        Tensor a = Leaf;
        Tensor b = Leaf;
        Tensor.Concat([a, b]).Backward(Tensor.Arange(6, DType.Float64));
        a.Grad!.IsView.ShouldBeFalse();
        b.Grad!.ToArray<double>().ShouldBe([3.0, 4, 5]);
        Tensor c = Leaf;
        c.Sum().Backward();
        c.Grad!.IsContiguous.ShouldBeTrue();
    }

    [Fact]
    public void A_gradient_given_once_does_not_grow_with_a_leaf_that_was_given_it()
    {
        Tensor x = Leaf;
        Tensor seed = Tensor.Of(1.0, 1, 1);
        x.Backward(seed);
        x.Backward(seed);
        x.Grad!.ToArray<double>().ShouldBe([2.0, 2, 2]);
        seed.ToArray<double>().ShouldBe([1.0, 1, 1]);
    }

    [Fact]
    public void Detached_results_stop_the_flow()
    {
        Tensor x = Leaf;
        Tensor y = x * 2;
        Tensor detached = y.Detach();
        detached.RequiresGrad.ShouldBeFalse();
        detached.IsLeaf.ShouldBeTrue();
        ReferenceEquals(detached.Storage, y.Storage).ShouldBeTrue();
        (y * detached).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0, 8, 12]);
    }

    [Fact]
    public void Leaves_and_results()
    {
        Tensor x = Tensor.Of(1f);
        x.IsLeaf.ShouldBeTrue();
        (x * 2).IsLeaf.ShouldBeTrue();
        x.RequiresGrad = true;
        x.IsLeaf.ShouldBeTrue();
        Tensor y = x * 2;
        y.IsLeaf.ShouldBeFalse();
        y.RequiresGrad.ShouldBeTrue();
        y.Creator!.ToString().ShouldBe("Multiply([1], [1])");
    }

    [Fact]
    public void Empty_tensors_have_empty_gradients()
    {
        Tensor x = Tensor.Zeros([0, 3]).WithGrad();
        (x * x).Sum().Backward();
        x.Grad!.Shape.ShouldBe([0, 3]);
    }
}
