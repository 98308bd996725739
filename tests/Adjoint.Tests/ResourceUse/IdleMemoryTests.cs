using Adjoint.Memory;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.ResourceUse;

/// <summary>Memory that nobody needs goes back; what is in use, and what will be used again, does not.</summary>
[Collection(ThreadTests.Name)]
public sealed class IdleMemoryTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void A_pool_that_rests_gives_back_all_that_is_idle()
    {
        var pool = new BufferPool();
        using PooledBuffer live = pool.Rent(8 * Megabyte);
        foreach (PooledBuffer buffer in Rent(pool, 20, 4 * Megabyte)) buffer.Dispose();
        pool.GiveUpUnneeded().ShouldBeTrue();
        pool.Reserved.ShouldBe(88 * Megabyte);
        pool.GiveUpUnneeded().ShouldBeFalse();
        (pool.Reserved, pool.Idle).ShouldBe((8 * Megabyte, 0));
    }

    [Fact]
    public void A_pool_that_rests_has_the_collector_look_for_dropped_memory_once()
    {
        var pool = new BufferPool();
        using PooledBuffer live = pool.Rent(8 * Megabyte);
        Drop(pool);
        pool.GiveUpUnneeded();
        int before = GC.CollectionCount(2);
        bool isThere = pool.Idle == 0; // unless another test has collected
        pool.GiveUpUnneeded().ShouldBe(isThere);
        if (isThere) SpinWait.SpinUntil(() => GC.CollectionCount(2) > before, TimeSpan.FromSeconds(10)); // it may decline
        GC.Collect();
        pool.GiveUpUnneeded().ShouldBeFalse();
        pool.Reserved.ShouldBe(8 * Megabyte);
        pool.GiveUpUnneeded().ShouldBeFalse();

        static void Drop(BufferPool pool) => Rent(pool, 20, 4 * Megabyte);
    }

    [Fact]
    public void A_pool_at_work_keeps_what_it_needs_and_gives_back_the_rest()
    {
        var pool = new BufferPool();
        foreach (PooledBuffer buffer in Rent(pool, 30, 4 * Megabyte)) buffer.Dispose();
        pool.GiveUpUnneeded();
        for (int period = 0; period < 3; period++)
        {
            foreach (PooledBuffer buffer in Rent(pool, 5, 4 * Megabyte)) buffer.Dispose();
            pool.GiveUpUnneeded().ShouldBeTrue();
        }

        pool.Reserved.ShouldBe(20 * Megabyte);
        PooledBuffer[] again = Rent(pool, 5, 4 * Megabyte);
        pool.Reserved.ShouldBe(20 * Megabyte);
        foreach (PooledBuffer buffer in again) buffer.Dispose();
    }

    [Fact]
    public void A_user_can_give_idle_memory_back()
    {
        TensorMemory.EmptyCache();
        long before = GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes;
        Use();
        TensorMemory.EmptyCache().ShouldBeGreaterThanOrEqualTo(200 * 4_000_000L);
        TensorMemory.Idle.ShouldBeLessThan(100 * Megabyte);
        (GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes - before).ShouldBeLessThan(400 * Megabyte);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Use()
        {
            Tensor[] all = [.. Enumerable.Range(0, 200).Select(i => Tensor.Full([1_000_000], i))];
            all[7].Max().Item().ShouldBe(7);
            TensorMemory.InUse.ShouldBeGreaterThanOrEqualTo(200 * 4_000_000L);
        }
    }

    [Fact]
    public void How_long_memory_is_kept_is_a_time_or_for_good()
    {
        TimeSpan before = TensorMemory.KeepIdle;
        try
        {
            foreach (TimeSpan wrong in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-5), TimeSpan.FromDays(60)])
                Should.Throw<AdjointException>(() => TensorMemory.KeepIdle = wrong).Message.ShouldContain("InfiniteTimeSpan");
            TensorMemory.KeepIdle = Timeout.InfiniteTimeSpan;
            TensorMemory.KeepIdle.ShouldBe(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            TensorMemory.KeepIdle = before;
        }
    }

    private static PooledBuffer[] Rent(BufferPool pool, int count, long bytes) =>
        [.. Enumerable.Range(0, count).Select(_ => pool.Rent(bytes))];
}
