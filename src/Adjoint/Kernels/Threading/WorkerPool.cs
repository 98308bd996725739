using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Adjoint.Kernels;

/// <summary>
/// The threads that kernels run on: persistent, one dispatch per operation, items claimed one by one. The caller works
/// too. Each thread begins in its own part of the items, so that from one operation to the next it meets data that is in
/// its cache, and then helps with the parts of the others. One operation holds the pool at a time; a nested call, or a
/// call from a second user thread meanwhile, runs inline on its own thread, which gives the same results.
/// </summary>
internal static unsafe class WorkerPool
{
    /// <summary>Set in <see cref="s_state"/> while workers may join the current operation.</summary>
    private const int Open = 1 << 30;

    /// <summary>Set in <see cref="s_state"/> when the caller is parked until the last worker has left.</summary>
    private const int Awaited = 1 << 29;

    /// <summary>The rest of <see cref="s_state"/>: how many workers are inside the current operation.</summary>
    private const int Joined = Awaited - 1;

    private const int MaxThreads = 1024;

    /// <summary>How long an idle worker, or a caller out of items, spins before it parks: about a wake-up's cost.</summary>
    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000;

    private static readonly Lock s_hiring = new();
    private static readonly SemaphoreSlim s_parking = new(0);
    private static readonly SemaphoreSlim s_allLeft = new(0);
    private static int s_threads = DefaultThreads();
    private static int s_hired;
    private static int s_parked;
    private static int s_held;
    private static int s_state;

    // The current operation; written only while the pool is held and closed.
    private static delegate*<void*, int, void> s_run;
    private static void* s_work;
    private static int s_count;
    private static int s_limit;
    private static ExceptionDispatchInfo? s_error;
    private static PaddedCounter[] s_next = [];
    private static bool s_drained;

    /// <summary>
    /// The number of threads an operation may use, the caller's included. At first ADJOINT_THREADS, or else the number
    /// of processors; 1 means that everything runs on the caller.
    /// </summary>
    public static int Threads
    {
        get => Volatile.Read(ref s_threads);
        set => Volatile.Write(ref s_threads, Math.Clamp(value, 1, MaxThreads));
    }

    /// <summary>
    /// Runs items 0 to <paramref name="count"/> - 1, each exactly once, and returns when all are done. Each thread works
    /// on its own copy of the struct. An exception in an item drops the items not yet started and is thrown again here.
    /// </summary>
    public static void For<TWork>(int count, ref TWork work)
        where TWork : struct, IWork
    {
        int helpers = Math.Min(Threads, count) - 1;
        if (helpers <= 0 || Interlocked.CompareExchange(ref s_held, 1, 0) != 0)
        {
            Inline(count, ref work);
            return;
        }

        ExceptionDispatchInfo? error;
        try
        {
            Hire(helpers);

            // The bytes are pinned in case the struct is a field on the heap; on the stack this costs nothing.
            fixed (byte* pinned = &Unsafe.As<TWork, byte>(ref work))
            {
                s_work = pinned;
                s_run = &ClaimItems<TWork>;
                s_count = count;
                s_limit = helpers;
                s_error = null;
                s_drained = false;
                if (s_next.Length <= helpers) s_next = new PaddedCounter[helpers + 1];
                for (int part = 0; part <= helpers; part++) s_next[part].Value = Begin(part);
                Interlocked.Exchange(ref s_state, Open);
                WakeParked(helpers);
                ClaimItems<TWork>(pinned, 0);
                Close();
            }

            error = s_error;
            s_error = null;
        }
        finally
        {
            Volatile.Write(ref s_held, 0);
        }

        error?.Throw();
    }

    /// <summary>Runs all items on the calling thread: for work too small to share.</summary>
    public static void Inline<TWork>(int count, ref TWork work)
        where TWork : struct, IWork
    {
        for (int i = 0; i < count; i++) work.Do(i);
    }

    private static int DefaultThreads()
    {
        string? text = Environment.GetEnvironmentVariable("ADJOINT_THREADS");
        bool given = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0;
        return Math.Min(given ? threads : Environment.ProcessorCount, MaxThreads);
    }

    /// <summary>Threads are created when first needed. When <see cref="Threads"/> shrinks, the rest stay parked.</summary>
    private static void Hire(int helpers)
    {
        if (Volatile.Read(ref s_hired) >= helpers) return;
        lock (s_hiring)
        {
            while (s_hired < helpers)
            {
                new Thread(WorkerLoop) { IsBackground = true, Name = "Adjoint worker" }.Start();
                s_hired++;
            }
        }
    }

    private static void WakeParked(int helpers)
    {
        while (true)
        {
            int parked = Volatile.Read(ref s_parked);
            int woken = Math.Min(parked, helpers);
            if (woken <= 0) return;
            if (Interlocked.CompareExchange(ref s_parked, parked - woken, parked) != parked) continue;
            s_parking.Release(woken);
            return;
        }
    }

    /// <summary>The first item of one thread's part.</summary>
    private static int Begin(int part) => (int)((long)s_count * part / (s_limit + 1));

    private static void ClaimItems<TWork>(void* shared, int own)
        where TWork : struct, IWork
    {
        // A copy for each thread: the original shares cache lines with whatever the caller has on its stack.
        TWork work = Unsafe.AsRef<TWork>(shared);
        try
        {
            int parts = s_limit + 1;
            for (int i = 0; i < parts; i++)
            {
                int part = (own + i) % parts, end = Begin(part + 1), index;
                while ((index = Interlocked.Increment(ref s_next[part].Value) - 1) < end) work.Do(index);
            }
        }
#pragma warning disable CA1031 // Whatever an item throws belongs to the caller, who gets it from For.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref s_error, ExceptionDispatchInfo.Capture(e), null);
            for (int part = 0; part <= s_limit; part++) Volatile.Write(ref s_next[part].Value, s_count);
        }

        Volatile.Write(ref s_drained, true);
    }

    /// <summary>Lets nobody join any more and waits for those inside: after this the caller's stack may go.</summary>
    private static void Close()
    {
        Interlocked.And(ref s_state, ~Open);
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref s_state) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < s_spinTicks)
            {
                Thread.SpinWait(4);
                continue;
            }

            if ((Interlocked.Or(ref s_state, Awaited) & Joined) != 0) s_allLeft.Wait();
            Volatile.Write(ref s_state, 0);
        }
    }

    private static void WorkerLoop()
    {
        while (true)
        {
            if (TryJoin(out int part))
            {
                s_run(s_work, part);
                if (Interlocked.Decrement(ref s_state) == Awaited) s_allLeft.Release();
            }
            else if (!SpinForWork())
            {
                Park();
            }
        }
    }

    private static bool HasWork() =>
        (Volatile.Read(ref s_state) & Open) != 0 && !Volatile.Read(ref s_drained);

    private static bool TryJoin(out int part)
    {
        part = 0;
        while (HasWork())
        {
            int state = Volatile.Read(ref s_state);
            if ((state & Open) == 0 || (state & Joined) >= Volatile.Read(ref s_limit)) return false;
            if (Interlocked.CompareExchange(ref s_state, state + 1, state) != state) continue;
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
            if (HasWork() && (Volatile.Read(ref s_state) & Joined) < Volatile.Read(ref s_limit)) return true;
            Thread.SpinWait(4);
        }
        while (Stopwatch.GetTimestamp() - start < s_spinTicks);
        return false;
    }

    private static void Park()
    {
        Interlocked.Increment(ref s_parked);

        // An operation opened before the increment did not see this worker: take the place back, unless a waker has
        // already paid for it, in which case the semaphore has a token that must be consumed.
        if (HasWork() && (Volatile.Read(ref s_state) & Joined) < Volatile.Read(ref s_limit))
        {
            int parked;
            while ((parked = Volatile.Read(ref s_parked)) > 0)
            {
                if (Interlocked.CompareExchange(ref s_parked, parked - 1, parked) == parked) return;
            }
        }

        s_parking.Wait();
    }

    /// <summary>Written at every item, so alone on its cache line.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedCounter
    {
        [FieldOffset(64)]
        public int Value;
    }
}
