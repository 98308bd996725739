using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

[Collection(ThreadTests.Name)]
public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_item_runs_exactly_once(int threads)
    {
        using var set = new Threads(threads);
        foreach (int count in new[] { 0, 1, 2, 3, 7, 100, 1000 })
        {
            for (int repeat = 0; repeat < 200; repeat++)
            {
                var work = new Count(new int[count]);
                WorkerPool.For(count, ref work);
                work.Seen.ShouldAllBe(n => n == 1);
            }
        }
    }

    [Fact]
    public void Items_are_shared_after_the_workers_have_parked()
    {
        using var set = new Threads(3);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            Thread.Sleep(5);
            var work = new Count(new int[50]);
            WorkerPool.For(50, ref work);
            work.Seen.ShouldAllBe(n => n == 1);
        }
    }

    [Fact]
    public void More_than_one_thread_takes_part()
    {
        using var set = new Threads(2);
        using var both = new Barrier(2);
        var work = new Meet(both);
        WorkerPool.For(2, ref work);
    }

    [Fact]
    public void A_nested_call_runs_inline()
    {
        using var set = new Threads(3);
        var work = new Nested(new int[20 * 30]);
        WorkerPool.For(20, ref work);
        work.Seen.ShouldAllBe(n => n == 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller_and_the_pool_stays_usable(int threads)
    {
        using var set = new Threads(threads);
        for (int repeat = 0; repeat < 50; repeat++)
        {
            var bad = new Throw(repeat);
            Should.Throw<InvalidOperationException>(() => WorkerPool.For(60, ref bad)).Message.ShouldBe("item");
            var good = new Count(new int[60]);
            WorkerPool.For(60, ref good);
            good.Seen.ShouldAllBe(n => n == 1);
        }
    }

    [Fact]
    public void User_threads_may_call_at_the_same_time()
    {
        using var set = new Threads(3);
        var users = new Thread[4];
        int wrong = 0;
        for (int u = 0; u < users.Length; u++)
        {
            users[u] = new Thread(() =>
            {
                for (int repeat = 0; repeat < 2000; repeat++)
                {
                    var work = new Count(new int[25]);
                    WorkerPool.For(25, ref work);
                    foreach (int n in work.Seen)
                    {
                        if (n != 1) Interlocked.Increment(ref wrong);
                    }
                }
            });
            users[u].Start();
        }

        foreach (Thread user in users) user.Join();
        wrong.ShouldBe(0);
    }

    [Fact]
    public void The_number_of_threads_stays_in_range()
    {
        using var set = new Threads(-5);
        WorkerPool.Threads.ShouldBe(1);
        WorkerPool.Threads = 4;
        WorkerPool.Threads.ShouldBe(4);
    }

    [Fact]
    public unsafe void Scratch_is_aligned_grows_and_is_private_to_the_thread()
    {
        float* small = Scratch.Take<float>(ScratchSlot.Item, 10);
        ((nuint)small % 64).ShouldBe(0u);
        float* again = Scratch.Take<float>(ScratchSlot.Item, 5);
        (again == small).ShouldBeTrue();
        float* large = Scratch.Take<float>(ScratchSlot.Item, 1_000_000);
        large[999_999] = 1;
        nuint other = 0;
        var thread = new Thread(() => other = (nuint)Scratch.Take<float>(ScratchSlot.Item, 10));
        thread.Start();
        thread.Join();
        other.ShouldNotBe((nuint)large);
    }

    private struct Count(int[] seen) : IWork
    {
        public int[] Seen { get; } = seen;

        public readonly void Do(int index) => Interlocked.Increment(ref Seen[index]);
    }

    private readonly struct Meet(Barrier both) : IWork
    {
        private readonly Barrier both = both;

        public void Do(int index) => both.SignalAndWait(TimeSpan.FromSeconds(20)).ShouldBeTrue();
    }

    private readonly struct Nested(int[] seen) : IWork
    {
        public int[] Seen { get; } = seen;

        public void Do(int index)
        {
            var inner = new Inner(Seen, index * 30, Environment.CurrentManagedThreadId);
            WorkerPool.For(30, ref inner);
        }
    }

    private readonly struct Inner(int[] seen, int start, int thread) : IWork
    {
        private readonly int[] seen = seen;
        private readonly int start = start;
        private readonly int thread = thread;

        public void Do(int index)
        {
            Environment.CurrentManagedThreadId.ShouldBe(thread);
            Interlocked.Increment(ref seen[start + index]);
        }
    }

    private readonly struct Throw(int at) : IWork
    {
        private readonly int at = at;

        public void Do(int index)
        {
            if (index == at) throw new InvalidOperationException("item");
        }
    }
}
