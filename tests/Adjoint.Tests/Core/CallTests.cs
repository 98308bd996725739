using System.Runtime.CompilerServices;

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
