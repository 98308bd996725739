using System.Runtime.CompilerServices;
using Adjoint.Memory;

namespace Adjoint.Tests.Memory;

/// <summary>Pools of their own, so that no other test's tensors disturb the counts.</summary>
public sealed class BufferPoolTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Every_size_has_the_smallest_class_that_holds_it()
    {
        for (long bytes = 1; bytes < 5000; bytes++) CheckClass(bytes);
        for (int exponent = 13; exponent < 35; exponent++)
        {
            foreach (long offset in (long[])[-1, 0, 1, 1L << (exponent - 2), (1L << (exponent - 2)) + 1])
                CheckClass((1L << exponent) + offset);
        }
    }

    [Fact]
    public void A_buffer_is_aligned_and_large_enough()
    {
        var pool = new BufferPool();
        foreach (long bytes in (long[])[1, 64, 65_536, 65_537, 1_000_000])
        {
            using PooledBuffer buffer = pool.Rent(bytes);
            ((Address(buffer) + buffer.Offset) % 64).ShouldBe(0);
            ((buffer.Array.Length * 8L) - buffer.Offset).ShouldBeGreaterThanOrEqualTo(bytes);
        }
    }

    [Fact]
    public void A_disposed_buffer_is_used_again()
    {
        var pool = new BufferPool();
        PooledBuffer first = pool.Rent(Megabyte);
        ulong[] memory = first.Array;
        pool.Rented.ShouldBe(Megabyte);

        first.Dispose();
        first.Dispose();

        pool.Rented.ShouldBe(0);
        pool.Reserved.ShouldBe(Megabyte);
        using PooledBuffer second = pool.Rent(Megabyte - 5);
        second.Array.ShouldBeSameAs(memory);
        using PooledBuffer third = pool.Rent(Megabyte);
        third.Array.ShouldNotBeSameAs(memory);
    }

    [Fact]
    public void A_collected_buffer_is_used_again()
    {
        var pool = new BufferPool();
        int memory = RentAndForget(pool);
        Collect();
        pool.Rented.ShouldBe(0);
        using PooledBuffer again = pool.Rent(Megabyte);
        RuntimeHelpers.GetHashCode(again.Array).ShouldBe(memory);
    }

    [Fact]
    public void Memory_that_a_user_may_still_see_is_never_handed_out_again()
    {
        var pool = new BufferPool();
        PooledBuffer seen = pool.Rent(Megabyte);
        seen.Escape();
        seen.Dispose();
        pool.Reserved.ShouldBe(0);
        using PooledBuffer next = pool.Rent(Megabyte);
        next.Array.ShouldNotBeSameAs(seen.Array);
    }

    [Fact]
    public void Buffers_that_are_dropped_in_a_loop_do_not_pile_up()
    {
        var pool = new BufferPool();
        long most = 0;
        for (int i = 0; i < 2000; i++)
        {
            RentAndForget(pool, 4 * Megabyte);
            most = Math.Max(most, pool.Reserved);
        }

        most.ShouldBeLessThanOrEqualTo(128 * Megabyte);
    }

    [Fact]
    public void The_budget_follows_what_is_live()
    {
        var pool = new BufferPool();
        PooledBuffer[] live = [.. Enumerable.Range(0, 25).Select(_ => pool.Rent(4 * Megabyte))];
        long most = 0;
        for (int i = 0; i < 200; i++)
        {
            RentAndForget(pool, 4 * Megabyte);
            most = Math.Max(most, pool.Reserved);
        }

        most.ShouldBeLessThanOrEqualTo(256 * Megabyte);
        foreach (PooledBuffer buffer in live) buffer.Dispose();
    }

    [Fact]
    public void Sizes_that_are_no_longer_in_demand_are_given_up()
    {
        var pool = new BufferPool();
        for (int size = 1; size <= 60; size++) RentAndForget(pool, size * Megabyte);
        Collect();
        pool.Reserved.ShouldBeLessThanOrEqualTo(256 * Megabyte);
    }

    [Fact]
    public void Idle_memory_of_another_size_does_not_make_every_rent_collect()
    {
        var pool = new BufferPool();
        for (int i = 0; i < 100; i++) RentAndForget(pool);
        for (int i = 0; i < 100; i++) RentAndForget(pool, 4 * Megabyte);
        pool.Collections.ShouldBeLessThan(50);
    }

    [Fact]
    public void A_large_buffer_that_was_dropped_comes_back_before_memory_is_taken()
    {
        var pool = new BufferPool();
        // The budget would allow a second one.
        for (int i = 0; i < 3; i++) RentAndForget(pool, 64 * Megabyte);
        pool.Reserved.ShouldBe(64 * Megabyte);
    }

    [Fact]
    public void Threads_never_share_a_buffer()
    {
        var pool = new BufferPool();
        Parallel.For(0, 8, worker =>
        {
            for (int i = 0; i < 300; i++)
            {
                using PooledBuffer buffer = pool.Rent(64 * 1024 * (1 + (i % 3)));
                Array.Fill(buffer.Array, (ulong)worker);
                if (i % 16 == 0) Thread.Yield();
                buffer.Array.AsSpan().ContainsAnyExcept((ulong)worker).ShouldBeFalse();
            }
        });
        pool.Rented.ShouldBe(0);
    }

    private static void CheckClass(long bytes)
    {
        int index = BufferPool.ClassOf(bytes);
        BufferPool.SizeOf(index).ShouldBeGreaterThanOrEqualTo(bytes);
        if (bytes > 16) BufferPool.SizeOf(index - 1).ShouldBeLessThan(bytes);
        if (bytes > 16) (BufferPool.SizeOf(index) * 16).ShouldBeLessThanOrEqualTo(17 * bytes + 16);
    }

    private static unsafe nint Address(PooledBuffer buffer)
    {
        // Pinned for good, so the address holds.
        fixed (ulong* start = buffer.Array) return (nint)start;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RentAndForget(BufferPool pool, long bytes = Megabyte) =>
        RuntimeHelpers.GetHashCode(pool.Rent(bytes).Array);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
