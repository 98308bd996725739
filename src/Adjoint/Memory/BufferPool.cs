namespace Adjoint.Memory;

/// <summary>
/// Memory for large tensors, aligned to 64 bytes and never moved, reused by size class. A buffer comes back when its
/// tensor is disposed or collected; before the pool takes more than a budget allows, it collects.
/// </summary>
/// <remarks>
/// <para>
/// The collector sees only tens of bytes die with a large tensor, so left alone it would let gigabytes pile up. The
/// pool therefore keeps a budget of its own: what was live after its last collection and a quarter of that on top, at
/// least 128 MiB. It falls slowly, since what is live swings within a training step, and memory given back only to be
/// taken again costs page faults. For buffers of 64 MiB and more it collects whatever the budget allows.
/// </para>
/// <para>
/// Buffers have no finalizers. The pool looks itself, after a collection, which of them are gone. To wait for finalizers would be to wait
/// for those of the user's, which may want a lock that the waiting thread holds; and one of ours could run while a finalizer of the user's
/// still reads the tensor. Here memory comes back when nothing can reach it any more, not even a finalizer (<see cref="PooledMemory"/>).
/// </para>
/// </remarks>
internal sealed partial class BufferPool
{
    private const long LeastRoom = 128L << 20;
    private const int ClassesPerDoubling = 1 << ClassBits;
    private const int ClassBits = 4;

    /// <summary>For a buffer of this size the page faults of fresh memory cost more than a collection.</summary>
    private const long LargeBuffer = 64L << 20;

    /// <summary>A collection must leave room for so many rents of the size that caused it, and for so many bytes.</summary>
    private const int FewRents = 4;

    /// <summary>See <see cref="FewRents"/>: memory that waits in other sizes must not make a small size collect all the time.</summary>
    private const long LittleRoom = LeastRoom / 8;

    private readonly Gate gate = new(); // for the books
    private readonly Gate growth = new(); // for taking memory from the collector; the other one may be entered within
    private readonly List<PooledMemory> all = [];
    private readonly IdleMemory idle = new(64 * ClassesPerDoubling);
    private readonly int[] lastUse = new int[64 * ClassesPerDoubling]; // by the count of collections
    private long rentals;
    private long rented;
    private long reserved;
    private long budget = LeastRoom;
    private int lookedAt; // by the collector's count

    /// <summary>A pool of its own, as tests want it; a program has the <see cref="Shared"/> one.</summary>
    internal BufferPool() { }

    /// <summary>The pool of the process.</summary>
    public static BufferPool Shared { get; } = CreateShared();

    /// <summary>Bytes in use by tensors, as size classes count them.</summary>
    public long Rented
    {
        get
        {
            Reclaim();
            return Volatile.Read(ref rented);
        }
    }

    /// <summary>Bytes in use or waiting for reuse.</summary>
    public long Reserved => Volatile.Read(ref reserved);

    /// <summary>What takes memory of a class from the collector: a test has it fail.</summary>
    internal Func<int, PooledMemory> Source { get; set; } = static index => new PooledMemory(index, SizeOf(index));

    /// <summary>How often the pool had the collector look for memory.</summary>
    public int Collections { get; private set; }

    /// <summary>
    /// A buffer of at least so many bytes; it holds whatever was there before. If it is soon given back, a much larger one that lies idle
    /// may serve.
    /// </summary>
    /// <exception cref="AllocationException">There is no memory for it, or no array is as large.</exception>
    public PooledBuffer Rent(long bytes, bool isBrief = false)
    {
        if (bytes > PooledMemory.MostBytes) throw AllocationException.TooLarge(bytes, PooledMemory.MostBytes);
        int index = ClassOf(bytes);
        var buffer = new PooledBuffer(this);
        if (!TryLend(buffer, index, LargestFor(index, isBrief))) Grow(buffer, index, bytes);
        Watch();
        return buffer;
    }

    /// <summary>Takes memory back, or only its count if a user may still see it, unless it is back already.</summary>
    public void Return(PooledMemory memory, long rental)
    {
        using (gate.Enter())
        {
            if (memory.Rental != rental) return;
            TakeBack(memory);
        }

        Watch();
    }

    /// <summary>Sixteen classes to each doubling, so that at most a sixteenth of a fresh buffer lies idle.</summary>
    internal static int ClassOf(long bytes)
    {
        int exponent = BitOperations.Log2((ulong)Math.Max(bytes - 1, ClassesPerDoubling));
        long step = 1L << (exponent - ClassBits);
        return (exponent * ClassesPerDoubling) + (int)((bytes - 1) / step) - ClassesPerDoubling + 1;
    }

    /// <summary>
    /// The largest class whose buffers may serve in the place of one of this class: up to twice as large if that is brief,
    /// and otherwise an eighth.
    /// </summary>
    internal static int LargestFor(int index, bool isBrief) => index + (isBrief ? ClassesPerDoubling : ClassesPerDoubling / 8);

    /// <summary>Bytes of a buffer of the class.</summary>
    internal static long SizeOf(int index) =>
        (ClassesPerDoubling + (index % ClassesPerDoubling)) * (1L << (index / ClassesPerDoubling)) / ClassesPerDoubling;

    /// <summary>Lends the smallest memory of these classes that waits for reuse, if there is any.</summary>
    private bool TryLend(PooledBuffer buffer, int index, int largest)
    {
        using Gate.Stay _ = gate.Enter();
        if (idle.Take(index, largest) is not { } memory) return false;
        Lend(buffer, memory);
        return true;
    }

    /// <summary>Within the gate.</summary>
    private void Lend(PooledBuffer buffer, PooledMemory memory)
    {
        memory.LendTo(buffer, ++rentals);
        lastUse[memory.SizeClass] = Collections;
        rented += SizeOf(memory.SizeClass);
    }

    /// <summary>Within the gate.</summary>
    private void TakeBack(PooledMemory memory)
    {
        memory.Rental = PooledMemory.Idle;
        rented -= SizeOf(memory.SizeClass);
        if (memory.IsSeen) Drop(memory);
        else idle.Add(memory);
    }

    /// <summary>Leaves memory to the collector. Within the gate.</summary>
    private void Drop(PooledMemory memory)
    {
        reserved -= SizeOf(memory.SizeClass);
        PooledMemory last = all[^1];
        all[last.Place = memory.Place] = last;
        all.RemoveAt(all.Count - 1);
    }

    /// <summary>Takes back what the collector has found dead since this was done last.</summary>
    /// <returns>Whether it has looked since.</returns>
    private bool Reclaim()
    {
        int now = GC.CollectionCount(0); // counts those of all generations
        if (Volatile.Read(ref lookedAt) == now) return false;
        using Gate.Stay _ = gate.Enter();
        lookedAt = now;
        for (int i = all.Count - 1; i >= 0; i--)
            if (all[i].IsLost) TakeBack(all[i]);
        return true;
    }

    private void Grow(PooledBuffer buffer, int index, long bytes)
    {
        if (Reclaim() && TryLend(buffer, index, index)) return;
        long size = SizeOf(index);
        long few = Math.Max(FewRents * size, LittleRoom);
        using Gate.Stay _ = growth.Enter();
        long former = budget;
        bool isOverBudget = Reserved + size > budget;
        if (isOverBudget || size >= LargeBuffer)
        {
            // In demand now: these are the last to be given up.
            lastUse[index] = ++Collections;

            // Most tensors die young; a full collection only where a quick one brings so little back that the next is due at once.
            foreach (int generation in (ReadOnlySpan<int>)[1, 2])
            {
                long before = Rented;
                GC.Collect(generation);
                bool broughtMuch = before - Rented >= few || size >= LargeBuffer;
                if (broughtMuch && TryLend(buffer, index, index)) return;
            }

            if (isOverBudget)
            {
                long live = Rented + size;
                budget = Math.Max(live + Math.Max(LeastRoom, live / 4), budget - (budget / 16));
                if (Reserved + few > budget) Trim(budget - few);
                if (TryLend(buffer, index, index)) return;
            }
        }

        if (Allocate(index) is { } fresh)
        {
            using Gate.Stay within = gate.Enter();
            reserved += size;
            fresh.Place = all.Count;
            all.Add(fresh);
            Lend(buffer, fresh);
        }
        else if (!TryLend(buffer, index, index))
        {
            budget = former;
            throw AllocationException.None(bytes, Rented);
        }
    }

    /// <summary>
    /// Memory from the collector. Where it has none, all that lies idle is given up, and it is asked again; null if there is still none.
    /// </summary>
    private PooledMemory? Allocate(int index)
    {
        for (bool isAgain = false; ; isAgain = true)
        {
            try
            {
                return Source(index);
            }
            catch (OutOfMemoryException)
            {
                if (isAgain) return null;
                GiveUpIdle();
            }
        }
    }

    /// <summary>
    /// Leaves to the collector what waits for reuse, beyond so many bytes, and first the sizes that were longest not in demand.
    /// </summary>
    private void Trim(long bytes)
    {
        int[] order = [.. Enumerable.Range(0, lastUse.Length)];
        Array.Sort((int[])lastUse.Clone(), order);
        using Gate.Stay _ = gate.Enter();
        foreach (int index in order)
            while (reserved > bytes && idle.Take(index, index) is { } memory) Drop(memory);
    }
}
