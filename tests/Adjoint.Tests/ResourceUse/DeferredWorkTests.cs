using Adjoint.Memory;

namespace Adjoint.Tests.ResourceUse;

/// <summary>Nobody waits for a computation of another thread's that he does not read.</summary>
public sealed class DeferredWorkTests
{
    [Fact]
    public void A_small_evaluation_does_not_wait_for_another_threads_large_one() => InOwnThread.Run(() =>
    {
        Tensor x = Tensor.Uniform([4_000_000]), small = Tensor.Ones([20_000]);
        bool overtook = false;
        for (int round = 0; round < 10 && !overtook; round++)
        {
            Tensor large = x;
            for (int i = 0; i < 14; i++) large = large.Tanh();
            var memory = (PooledStorage)large.Storage!;
            var computing = new Thread(() => large.Evaluate());
            computing.Start();
            while (memory.Deferral is not null && !IsFilling(memory)) Thread.Yield();
            ((small * 2) + small).Sum().Item().ShouldBe(60_000);
            overtook = IsFilling(memory);
            computing.Join();
        }

        overtook.ShouldBeTrue();
    });

    [Fact]
    public void A_change_waits_for_whoever_reads_at_that_moment() => InOwnThread.Run(() =>
    {
        for (int round = 0; round < 30; round++)
        {
            Tensor x = Tensor.Full([400_000], 0.5), y = x;
            for (int i = 0; i < 6; i++) y = y * 1.5;
            var computing = new Thread(() => y.Evaluate());
            computing.Start();
            if (round % 2 == 0) Thread.Yield();
            x.Fill(100);
            computing.Join();
            double right = 0.5 * Math.Pow(1.5, 6);
            y.Min().Item().ShouldBe(right, 1e-4);
            y.Max().Item().ShouldBe(right, 1e-4);
        }
    });

    [Fact]
    public void Disposal_waits_for_whoever_reads_at_that_moment() => InOwnThread.Run(() =>
    {
        for (int round = 0; round < 30; round++)
        {
            Tensor x = Tensor.Full([400_000], 0.5), y = (x * 2) + 1;
            var computing = new Thread(() => y.Evaluate());
            computing.Start();
            x.Dispose();
            for (int i = 0; i < 4; i++) Tensor.Full([400_000], 77);
            computing.Join();
            (y.Min().Item(), y.Max().Item()).ShouldBe((2, 2));
        }
    });

    private static bool IsFilling(PooledStorage memory)
    {
        using Adjoint.Kernels.Gate.Stay _ = Deferral.Gate.Enter();
        return memory.IsFilling;
    }
}
