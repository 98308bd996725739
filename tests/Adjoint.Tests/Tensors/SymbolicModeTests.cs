using Adjoint.Nn;

namespace Adjoint.Tests.Tensors;

public class SymbolicModeTests
{
    [Fact]
    public void New_tensors_are_symbolic_within_the_scope_only()
    {
        using (SymbolicMode.On())
        {
            Tensor.Zeros([2, 3]).IsSymbolic.ShouldBeTrue();
            Tensor.Full([2], 3, DType.Float64).DType.ShouldBe(DType.Float64);
            Tensor.Normal([4]).IsSymbolic.ShouldBeTrue();
            using (SymbolicMode.On()) { }
            SymbolicMode.IsOn.ShouldBeTrue();
        }

        Tensor.Zeros([2, 3]).IsSymbolic.ShouldBeFalse();
    }

    [Fact]
    public void A_network_too_large_for_memory_is_built_and_run()
    {
        Module net;
        using (SymbolicMode.On()) net = new Sequential(new Linear(40_000, 40_000), new ReLU(), new Linear(40_000, 7));
        net.Call(Tensor.Symbolic([5, 40_000])).Shape.ShouldBe([5, 7]);
        net.Parameters().Sum(p => (long)p.Numel).ShouldBe(1_600_320_007L);
    }

    [Fact]
    public void Other_threads_are_not_concerned()
    {
        using Scope _ = SymbolicMode.On();
        bool symbolic = true;
        var other = new Thread(() => symbolic = Tensor.Ones([2]).IsSymbolic);
        other.Start();
        other.Join();
        symbolic.ShouldBeFalse();
    }
}
