namespace Adjoint.Memory;

/// <remarks>
/// What nobody has needed for a while goes back to the system: from time to time the pool looks how many buffers of each class have waited
/// all the time since it last looked, and leaves those to the collector. A program that works keeps what it uses; one that rests, nothing.
/// </remarks>
internal sealed partial class BufferPool
{
    /// <summary>So many bytes are worth a collection of their own.</summary>
    private const long WorthCollecting = 16L << 20;

    private static Timer? timer; // the shared pool's

    private bool isShared; // by the process, and so by the timer
    private TimeSpan keepsIdle = TimeSpan.FromSeconds(30);
    private int isWatched; // whether the timer runs
    private long rentalsSeen;
    private bool hasAsked; // the collector, since the last rental

    /// <summary>Bytes that wait for reuse.</summary>
    public long Idle
    {
        get
        {
            Reclaim();
            using Gate.Stay _ = gate.Enter();
            return reserved - rented;
        }
    }

    /// <summary>After which time without use memory is given up, at the latest after twice that; infinite for never.</summary>
    public TimeSpan KeepsIdle
    {
        get => keepsIdle;
        set
        {
            keepsIdle = value;
            Volatile.Write(ref isWatched, 0);
            Watch();
        }
    }

    /// <summary>Gives up all memory that lies idle, and has the collector give it to the system.</summary>
    /// <returns>How many bytes of buffers it was.</returns>
    public long GiveUpIdle()
    {
        GC.Collect();
        Reclaim();
        long given = DropIdle(idle.TakeAll);
        WorkerPool.TrimScratch();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return given;
    }

    /// <summary>Gives up what was not needed since this was called last; all that lies idle if nothing was.</summary>
    /// <returns>Whether there may be more to give up later, though nobody comes for memory.</returns>
    internal bool GiveUpUnneeded()
    {
        long now = Volatile.Read(ref rentals);
        bool rests = now == rentalsSeen;
        rentalsSeen = now;
        if (rests && Idle >= WorthCollecting)
        {
            // Nobody is at work with tensors whom that would hold up.
            GiveUpIdle();
            return false;
        }

        if (rests)
        {
            // The collector has no reason of its own to look which tensors were dropped. It is asked once, and does it meanwhile.
            bool asks = !hasAsked && Reserved >= WorthCollecting;
            if (asks) GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            hasAsked = true;
            return asks;
        }

        hasAsked = false;
        Reclaim();
        if (DropIdle(idle.TakeUnneeded) >= WorthCollecting) GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        return true;
    }

    private static BufferPool CreateShared()
    {
        var pool = new BufferPool { isShared = true };
        Scratch.Shortage = () => pool.GiveUpIdle();

        // Whoever comes first would otherwise lend the timer its ambient values for good.
        bool flows = !ExecutionContext.IsFlowSuppressed();
        if (flows) ExecutionContext.SuppressFlow();
        timer = new Timer(static pool => ((BufferPool)pool!).Look(), pool, Timeout.Infinite, Timeout.Infinite);
        if (flows) ExecutionContext.RestoreFlow();
        return pool;
    }

    /// <summary>Has the pool look for memory that is not needed, some time from now.</summary>
    private void Watch()
    {
        if (!isShared || Volatile.Read(ref isWatched) != 0 || Interlocked.Exchange(ref isWatched, 1) != 0) return;
        timer?.Change(keepsIdle, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        bool goesOn = GiveUpUnneeded();
        Volatile.Write(ref isWatched, 0);
        if (goesOn) Watch();
    }

    /// <summary>Leaves to the collector what is taken of the idle memory.</summary>
    private long DropIdle(Func<IEnumerable<PooledMemory>> take)
    {
        using Gate.Stay _ = gate.Enter();
        long before = reserved;
        foreach (PooledMemory memory in take()) Drop(memory);
        return before - reserved;
    }
}
