using System.Runtime.CompilerServices;

namespace Adjoint.Tests.ResourceUse;

/// <summary>
/// Finalizers of the user's may touch tensors and take locks: the library waits for none, and reuses no memory that they see.
/// </summary>
public sealed class FinalizerTests
{
    private const int Large = 500_000;
    private static readonly Lock Own = new();
    private static int finalized, wrong;
    private static Finalized? saved;

    [Fact]
    public void A_finalizer_may_compute_change_and_dispose_tensors() => InOwnThread.Run(() =>
    {
        int before = Volatile.Read(ref finalized);
        for (int i = 0; i < 200; i++)
        {
            Drop(i, x =>
            {
                if (x.Values.Mean().Item() != x.Number || x.Values[7].Item() != x.Number) Interlocked.Increment(ref wrong);
                x.Values.AddInPlace(x.Values);
                if (((x.Values + 1) * 2)[^1].Item() != (4 * x.Number) + 2) Interlocked.Increment(ref wrong);
                x.Values.Dispose();
                Interlocked.Increment(ref finalized);
            });
            (Tensor.Full([1_000_000], -1) + 1).Sum().Item().ShouldBe(0);
        }

        Collect();
        (Volatile.Read(ref finalized) - before).ShouldBeGreaterThan(100);
        Volatile.Read(ref wrong).ShouldBe(0);
    });

    [Fact]
    public void A_finalizer_may_take_a_lock_that_is_held_around_operations() => InOwnThread.Run(() =>
    {
        for (int i = 0; i < 200; i++)
        {
            Drop(i, x =>
            {
                lock (Own) x.Values.Dispose();
            });
            lock (Own) (Tensor.Full([1_000_000], -1) + 1).Sum().Item().ShouldBe(0);
        }
    });

    [Fact]
    public void A_tensor_that_a_finalizer_brings_back_keeps_its_memory() => InOwnThread.Run(() =>
    {
        Drop(42, x => saved = x);
        for (int i = 0; i < 5 && saved is null; i++) Collect();
        for (int i = 0; i < 20; i++)
        {
            Tensor.Full([Large], 9);
            Collect();
        }

        saved!.Values.Min().Item().ShouldBe(42);
        saved.Values.Max().Item().ShouldBe(42);
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(int number, Action<Finalized> atEnd) => _ = new Finalized(number, atEnd);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private sealed class Finalized(int number, Action<Finalized> atEnd)
    {
        ~Finalized() => atEnd(this);

        public int Number => number;

        public Tensor Values { get; } = Tensor.Full([Large], number);
    }
}
