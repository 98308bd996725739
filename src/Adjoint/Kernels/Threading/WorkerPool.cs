using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Adjoint.Kernels;

/// <summary>
/// The threads that kernels run on: persistent, one dispatch per operation, items claimed one by one. The caller works
/// too. Each thread begins in its own part of the items, so that from one operation to the next it meets data that is
/// in its cache, and then helps with the parts of the others. One operation holds the pool at a time; a nested call, or
/// a call from a second user thread meanwhile, runs inline on its own thread, which gives the same results.
/// </summary>
internal static unsafe class WorkerPool
{
    /// <summary>Set in <see cref="state"/> while workers may join the current operation.</summary>
    private const int Open = 1 << 30;

    /// <summary>Set in <see cref="state"/> when the caller is parked until the last worker has left.</summary>
    private const int Awaited = 1 << 29;

    /// <summary>The rest of <see cref="state"/>: how many workers are inside the current operation.</summary>
    private const int Joined = Awaited - 1;

    private const int MaxThreads = 1024;

    /// <summary>How long an idle worker, or a caller out of items, spins before it parks: about the cost of a wake-up.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    private static readonly Gate Starting = new();
    private static readonly SemaphoreSlim Parking = new(0); // only workers wait for it, and these are never interrupted
    private static readonly Permits AllLeft = new();
    private static int threads = DefaultThreads();
    private static readonly List<Scratch> WorkerScratch = [];
    private static int workers;
    private static int parked;
    private static int held;
    private static int state;

    // The current operation; written only while the pool is held and closed.
    private static delegate*<void*, int, void> run;
    private static void* work;
    private static int count;
    private static int limit;
    private static ExceptionDispatchInfo? error;
    private static PaddedCounter[] next = [];
    private static bool drained;

    /// <summary>
    /// The number of threads an operation may use, the caller's included. At first ADJOINT_THREADS, or else the number
    /// of processors; 1 means that everything runs on the caller. Less once the process was refused as many.
    /// </summary>
    public static int Threads
    {
        get => Volatile.Read(ref threads);
        set => Volatile.Write(ref threads, Math.Clamp(value, 1, MaxThreads));
    }

    /// <summary>What starts a thread: a test has it fail, as under a limit on threads.</summary>
    internal static Action<Thread> StartThread { get; set; } = static thread => thread.Start();

    /// <summary>
    /// Runs items 0 to <paramref name="count"/> - 1, each exactly once, and returns when all are done. Each thread works on its own copy of
    /// the struct. An exception in an item drops the items not yet started and is thrown again here. An interrupt of the calling thread
    /// waits until all is done: workers write to its stack and to the result.
    /// </summary>
    public static void For<TWork>(int count, ref TWork work) where TWork : struct, IWork
    {
        int helpers = Math.Min(Threads, count) - 1;
        if (helpers <= 0 || Interlocked.CompareExchange(ref held, 1, 0) != 0)
        {
            Inline(count, ref work);
            return;
        }

        ExceptionDispatchInfo? error;
        try
        {
            helpers = StartWorkers(helpers);
            if (helpers == 0)
            {
                Inline(count, ref work);
                return;
            }

            // The bytes are pinned in case the struct is a field on the heap; on the stack this costs nothing.
            fixed (byte* pinned = &Unsafe.As<TWork, byte>(ref work))
            {
                WorkerPool.work = pinned;
                run = &ClaimItems<TWork>;
                WorkerPool.count = count;
                limit = helpers;
                WorkerPool.error = null;
                drained = false;
                if (next.Length <= helpers) next = new PaddedCounter[helpers + 1];
                for (int part = 0; part <= helpers; part++) next[part].Value = Begin(part);
                Interlocked.Exchange(ref state, Open);
                WakeParked(helpers);
                ClaimItems<TWork>(pinned, 0);
                Close();
            }

            error = WorkerPool.error;
            WorkerPool.error = null;
        }
        finally
        {
            Volatile.Write(ref held, 0);
        }

        error?.Throw();
    }

    /// <summary>Runs all rows, so many to an item.</summary>
    public static void ForRows<TRows>(int rows, int perItem, in TRows work) where TRows : struct, IRowWork
    {
        var groups = new RowGroups<TRows> { Work = work, Rows = rows, PerItem = perItem };
        For((int)(((long)rows + perItem - 1) / perItem), ref groups);
    }

    /// <summary>Runs all items on the calling thread: for work too small to share.</summary>
    public static void Inline<TWork>(int count, ref TWork work) where TWork : struct, IWork
    {
        for (int i = 0; i < count; i++) work.Do(i);
    }

    /// <summary>
    /// Lets go of the memory that workers hold for themselves, and the calling thread too, unless an operation runs. Others keep theirs.
    /// </summary>
    public static void TrimScratch()
    {
        if (Interlocked.CompareExchange(ref held, 1, 0) != 0) return;
        try
        {
            using (Starting.Enter())
            {
                foreach (Scratch scratch in WorkerScratch) scratch.Release();
            }

            Scratch.ReleaseOwn();
        }
        finally
        {
            Volatile.Write(ref held, 0);
        }
    }

    private static int DefaultThreads() => EnvironmentSetting.Number(
        "ADJOINT_THREADS", Math.Min(Environment.ProcessorCount, MaxThreads), threads => threads is >= 1 and <= MaxThreads,
        $"a number of threads from 1 to {MaxThreads}");

    /// <summary>
    /// Threads are created when first needed; to be called with the pool held. When <see cref="Threads"/> shrinks, the rest stay parked.
    /// </summary>
    /// <returns>How many of as many there are: less where the process may have no more threads.</returns>
    private static int StartWorkers(int helpers)
    {
        while (workers < helpers)
        {
            try
            {
                StartThread(new Thread(WorkerLoop) { IsBackground = true, Name = "Adjoint worker" });
                workers++;
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                EnvironmentSetting.Say(
                    $"the process may have no more threads; operations use {workers + 1} instead of {Threads}. Results are the same.");
                Threads = workers + 1;
                return workers;
            }
        }

        return helpers;
    }

    private static void WakeParked(int helpers)
    {
        while (true)
        {
            int parked = Volatile.Read(ref WorkerPool.parked);
            int woken = Math.Min(parked, helpers);
            if (woken <= 0) return;
            if (Interlocked.CompareExchange(ref WorkerPool.parked, parked - woken, parked) != parked) continue;
            // The semaphore has a lock of its own, for which this may have to wait.
            Uninterrupted.Do(static woken => Parking.Release(woken), woken);
            return;
        }
    }

    /// <summary>The first item of one thread's part.</summary>
    private static int Begin(int part) => (int)((long)count * part / (limit + 1));

    private static void ClaimItems<TWork>(void* shared, int own) where TWork : struct, IWork
    {
        // A copy for each thread: the original may share cache lines with other variables on the caller's stack.
        TWork work = Unsafe.AsRef<TWork>(shared);
        try
        {
            int parts = limit + 1;
            for (int i = 0; i < parts; i++)
            {
                int part = (own + i) % parts, end = Begin(part + 1), index;
                while ((index = Interlocked.Increment(ref next[part].Value) - 1) < end) work.Do(index);
            }
        }
#pragma warning disable CA1031 // Whatever an item throws belongs to the caller, who gets it from For.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref error, ExceptionDispatchInfo.Capture(e), null);
            for (int part = 0; part <= limit; part++) Volatile.Write(ref next[part].Value, count);
        }

        Volatile.Write(ref drained, true);
    }

    /// <summary>Lets nobody join any more and waits for those inside: after this the caller's stack may go.</summary>
    private static void Close()
    {
        Interlocked.And(ref state, ~Open);
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref state) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(4);
                continue;
            }

            if ((Interlocked.Or(ref state, Awaited) & Joined) != 0) AllLeft.Take();
            Volatile.Write(ref state, 0);
        }
    }

    private static void WorkerLoop()
    {
        using (Starting.Enter()) WorkerScratch.Add(Scratch.Own);
        while (true)
        {
            if (TryJoin(out int part))
            {
                run(work, part);
                if (Interlocked.Decrement(ref state) == Awaited) AllLeft.Give();
            }
            else if (!SpinForWork())
            {
                Park();
            }
        }
    }

    private static bool HasWork() => (Volatile.Read(ref state) & Open) != 0 && !Volatile.Read(ref drained);

    private static bool TryJoin(out int part)
    {
        part = 0;
        while (HasWork())
        {
            int state = Volatile.Read(ref WorkerPool.state);
            if ((state & Open) == 0 || (state & Joined) >= Volatile.Read(ref limit)) return false;
            if (Interlocked.CompareExchange(ref WorkerPool.state, state + 1, state) != state) continue;
            part = (state & Joined) + 1;
            return true;
        }

        return false;
    }

    private static bool SpinForWork()
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            if (HasWork() && (Volatile.Read(ref state) & Joined) < Volatile.Read(ref limit)) return true;
            Thread.SpinWait(4);
        }
        while (Stopwatch.GetTimestamp() - start < SpinTicks);
        return false;
    }

    private static void Park()
    {
        Interlocked.Increment(ref parked);

        // An operation opened before the increment did not see this worker: take the place back, unless a waker has
        // already paid for it, in which case the semaphore has a token that must be consumed.
        if (HasWork() && (Volatile.Read(ref state) & Joined) < Volatile.Read(ref limit))
        {
            int parked;
            while ((parked = Volatile.Read(ref WorkerPool.parked)) > 0)
            {
                if (Interlocked.CompareExchange(ref WorkerPool.parked, parked - 1, parked) == parked) return;
            }
        }

        Parking.Wait();
    }

    // Not read-only: calls of what might change would be made on copies.
    private struct RowGroups<TRows> : IWork where TRows : struct, IRowWork
    {
        public TRows Work;
        public int Rows, PerItem;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            int end = (int)Math.Min(Rows, ((long)index + 1) * PerItem);
            for (int row = index * PerItem; row < end; row++) Work.Row(row);
        }
    }

    /// <summary>Written at every item, so alone on its cache line.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedCounter
    {
        [FieldOffset(64)]
        public int Value;
    }
}
