using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.ResourceUse;

/// <summary>An interrupt of a thread that computes waits until nobody works for it any more, and is there for its next wait.</summary>
[Collection(ThreadTests.Name)]
public sealed class InterruptTests
{
    [Fact]
    public void All_items_are_done_before_an_interrupt_is_seen() => InOwnThread.Run(() =>
    {
        using var threads = new Threads(2);
        for (int round = 0; round < 20; round++)
        {
            using var both = new Barrier(2);
            var done = new StrongBox();
            var work = new Interrupting(both, Thread.CurrentThread, done);
            WorkerPool.For(2, ref work);
            done.Count.ShouldBe(2);
            Should.Throw<ThreadInterruptedException>(() => Thread.Sleep(TimeSpan.FromMinutes(1)));
        }
    });

    [Fact]
    public void An_interrupted_thread_computes_what_it_would_have() => InOwnThread.Run(() =>
    {
        using var threads = new Threads(2);
        Tensor a = Tensor.Uniform([200, 200], generator: new Generator(1));
        float[] product = a.MatMul(a).ToArray<float>(), chain = ((a * 2) + a).Exp().ToArray<float>();
        for (int round = 0; round < 100; round++)
        {
            Thread.CurrentThread.Interrupt();
            a.MatMul(a).ToArray<float>().ShouldBe(product);
            ((a * 2) + a).Exp().ToArray<float>().ShouldBe(chain);
            Tensor.Ones([100_000]).Dispose();
            Should.Throw<ThreadInterruptedException>(() => Thread.Sleep(TimeSpan.FromMinutes(1)));
        }
    });

    [Fact]
    public void Interrupts_from_outside_change_nothing()
    {
        using var threads = new Threads(2);
        Tensor a = Tensor.Uniform([300, 300], generator: new Generator(1));
        float[] right = a.MatMul(a).ToArray<float>();
        int rounds = 0, wrong = 0;
        var computing = new Thread(() =>
        {
            while (Volatile.Read(ref rounds) < 150)
            {
                try
                {
                    if (!a.MatMul(a).ToArray<float>().AsSpan().SequenceEqual(right)) wrong++;
                }
                catch (Exception e) when (e is ThreadInterruptedException or AdjointException)
                {
                    wrong++;
                }

                Interlocked.Increment(ref rounds);
            }
        });
        computing.Start();
        while (computing.IsAlive)
        {
            computing.Interrupt();
            Thread.Yield();
        }

        wrong.ShouldBe(0);
    }

    [Fact]
    public void No_permit_is_lost_to_an_interrupt()
    {
        const int Rounds = 2_000;
        var permits = new Permits();
        int taken = 0;
        var taking = new Thread(() =>
        {
            while (Volatile.Read(ref taken) < Rounds)
            {
                permits.Take();
                Interlocked.Increment(ref taken);
            }
        })
        { IsBackground = true };
        var giving = new Thread(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                permits.Give();
                while (Volatile.Read(ref taken) <= round) Thread.Yield();
            }
        })
        { IsBackground = true };
        taking.Start();
        giving.Start();
        while (!giving.Join(0) && Volatile.Read(ref taken) < Rounds)
        {
            int before = Volatile.Read(ref taken);
            taking.Interrupt();
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref taken) > before || !giving.IsAlive, TimeSpan.FromSeconds(30))) break;
        }

        taken.ShouldBe(Rounds);
    }

    [Fact]
    public void A_gate_is_entered_and_waited_for_in_spite_of_interrupts() => InOwnThread.Run(() =>
    {
        var gate = new Gate();
        Thread waiting = Thread.CurrentThread;
        bool isReady = false;
        var other = new Thread(() =>
        {
            using (gate.Enter())
            {
                for (int i = 0; i < 50; i++)
                {
                    waiting.Interrupt();
                    Thread.Sleep(1);
                }
            }

            for (int i = 0; i < 50; i++)
            {
                waiting.Interrupt();
                Thread.Sleep(1);
            }

            using (gate.Enter())
            {
                isReady = true;
                gate.SignalAll();
            }
        });
        other.Start();
        using (gate.Enter())
            while (!isReady) gate.Wait();
        Should.Throw<ThreadInterruptedException>(() => Thread.Sleep(TimeSpan.FromMinutes(1)));
        other.Join();
    });

    private sealed class StrongBox
    {
        public int Count;
    }

    /// <summary>Two items on two threads. The worker's interrupts the caller, who has nothing left to do, and goes on.</summary>
    private readonly struct Interrupting(Barrier both, Thread caller, StrongBox done) : IWork
    {
        private readonly Barrier both = both;
        private readonly Thread caller = caller;
        private readonly StrongBox done = done;

        public void Do(int index)
        {
            both.SignalAndWait();
            if (Thread.CurrentThread != caller)
            {
                caller.Interrupt();
                Thread.Sleep(20);
            }

            Interlocked.Increment(ref done.Count);
        }
    }
}
