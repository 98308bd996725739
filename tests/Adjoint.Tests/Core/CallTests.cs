using System.Runtime.CompilerServices;
using Adjoint.Core;

namespace Adjoint.Tests.Core;

/// <summary>What a call holds on to, and for how long.</summary>
public sealed class CallTests
{
    [Fact]
    public void Depth_is_the_longest_way_to_a_leaf()
    {
        Tensor x = Tensor.Scalar(1).WithGrad();
        Tensor y = -(-x);
        y.Creator!.Depth.ShouldBe(2);
        (x + y).Creator!.Depth.ShouldBe(3);
        (y + x).Creator!.Depth.ShouldBe(3);
    }

    [Fact]
    public void Only_what_the_rule_reads_is_kept()
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad() * 1;
        x.Exp().Creator!.Inputs[0].IsSymbolic.ShouldBeTrue();
        x.Exp().Creator!.Output.IsSymbolic.ShouldBeFalse();
        x.Log().Creator!.Inputs[0].ShouldBeSameAs(x);
        x.Log().Creator!.Output.IsSymbolic.ShouldBeTrue();
        (x + x).Creator!.Inputs[0].Creator.ShouldBeSameAs(x.Creator);
    }

    [Fact]
    public void A_call_that_keeps_only_an_index_is_freed_like_others()
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad();
        Tensor y = x.Gather(0, Tensor.Of(1L, 1L)).Sum();
        y.Backward();
        Should.Throw<GraphException>(() => y.Backward()).Message.ShouldContain("freed");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(32)]
    public void What_to_keep_is_named_by_numbers_below_32(int number)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Keep.Input(number));
        Should.Throw<ArgumentOutOfRangeException>(() => Keep.Result(number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_call_has_at_least_one_result_and_at_most_256(int count) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Specs(new Spec[count]));

    [Fact]
    public void A_rule_may_give_the_gradient_of_an_input_in_parts()
    {
        Tensor x = Tensor.Of(1.0, 2.0).WithGrad();
        Engine.Apply(new Thrice(), x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([3, 3]);
    }

    /// <summary>3x, whose rule gives 2g and then g.</summary>
    private sealed record Thrice : Op
    {
        public override Keep Keeps => Keep.Shapes;

        public override Specs Infer(ReadOnlySpan<Spec> x) => x[0];

        public override void Pull(Pullback p)
        {
            p.Give(0, 2 * p.Gradient());
            p.Give(0, null);
            p.Give(0, p.Gradient());
        }

        protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => results[0].CopyFrom(3 * inputs[0]));
    }

    [Fact]
    public void Indices_are_always_kept()
    {
        Tensor index = Tensor.Of(1L, 1L);
        Tensor x = Tensor.Of(1f, 2f, 3f).WithGrad();
        x.IndexSelect(0, index).Creator!.Inputs[1].ShouldBeSameAs(index);
    }

    [Fact]
    public void A_large_input_that_is_not_read_is_given_up()
    {
        (Tensor y, WeakReference large) = Record();
        GC.Collect();
        large.IsAlive.ShouldBeFalse();
        y.Sum().Backward();
    }

    [Fact]
    public void A_backward_pass_drops_what_was_saved()
    {
        (Tensor loss, WeakReference saved) = RecordAndPull();
        GC.Collect();
        saved.IsAlive.ShouldBeFalse();
        loss.Item().ShouldBe(20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Tensor, WeakReference) Record()
    {
        Tensor large = Tensor.Ones([100_000]).WithGrad() * 2;
        return (large + 1, new WeakReference(large));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Tensor, WeakReference) RecordAndPull()
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad();
        Tensor y = x * 2;
        Tensor loss = (y * y).Sum();
        loss.Backward();
        return (loss, new WeakReference(y));
    }
}
