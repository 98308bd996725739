namespace Adjoint.Memory;

/// <summary>
/// Memory for large tensors, aligned to 64 bytes and never moved, reused by size class. A buffer comes back when its
/// tensor is disposed or collected; before the pool takes more than a budget allows, it collects.
/// </summary>
/// <remarks>
/// The collector sees only tens of bytes die with a large tensor, so left alone it would let gigabytes pile up. The
/// pool therefore keeps a budget of its own: what was live after its last collection and a quarter of that on top, at
/// least 128 MiB. It falls slowly, since what is live swings within a training step, and memory given back only to be
/// taken again costs page faults. For buffers of 64 MiB and more it collects whatever the budget allows.
/// </remarks>
internal sealed class BufferPool
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

    // Behind a lock of their own: finalizers return buffers while another thread holds the other one and waits for them.
    private readonly Lock gate = new();
    private readonly Stack<PooledMemory>?[] free = new Stack<PooledMemory>?[64 * ClassesPerDoubling];
    private readonly int[] lastUse = new int[64 * ClassesPerDoubling]; // by the count of collections
    private readonly Lock growth = new();
    private long rented;
    private long reserved;
    private long budget = LeastRoom;

    /// <summary>A pool of its own, as tests want it; a program has the <see cref="Shared"/> one.</summary>
    internal BufferPool() { }

    /// <summary>The pool of the process.</summary>
    public static BufferPool Shared { get; } = new();

    /// <summary>Bytes in use by tensors, as size classes count them.</summary>
    public long Rented => Volatile.Read(ref rented);

    /// <summary>Bytes in use or waiting for reuse.</summary>
    public long Reserved => Volatile.Read(ref reserved);

    /// <summary>How often the pool had the collector look for memory.</summary>
    public int Collections { get; private set; }

    /// <summary>
    /// A buffer of at least so many bytes; it holds whatever was there before. If it is soon given back, a much larger one that lies idle
    /// may serve.
    /// </summary>
    public PooledBuffer Rent(long bytes, bool isBrief = false)
    {
        int index = ClassOf(bytes);
        PooledMemory memory = TakeFree(ref index, LargestFor(index, isBrief)) ?? Grow(index);
        lastUse[index] = Collections;
        Interlocked.Add(ref rented, SizeOf(index));
        return new PooledBuffer(this, memory, index);
    }

    /// <summary>Takes memory back, or only its count if a user may still see it. Called by the buffer, once.</summary>
    public void Return(PooledMemory memory, int index, bool escaped)
    {
        Interlocked.Add(ref rented, -SizeOf(index));
        if (escaped) Interlocked.Add(ref reserved, -SizeOf(index));
        else
        {
            lock (gate) (free[index] ??= []).Push(memory);
        }
    }

    private bool TryPop(int index, out PooledMemory memory)
    {
        memory = default;
        lock (gate) return free[index] is { } waiting && waiting.TryPop(out memory);
    }

    /// <summary>The smallest of these classes that waits for reuse.</summary>
    private PooledMemory? TakeFree(ref int index, int largest)
    {
        for (int larger = index; larger <= largest; larger++)
        {
            if (!TryPop(larger, out PooledMemory memory)) continue;
            index = larger;
            return memory;
        }

        return null;
    }

    private PooledMemory Grow(int index)
    {
        long size = SizeOf(index);
        long few = Math.Max(FewRents * size, LittleRoom);
        lock (growth)
        {
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
                    GC.WaitForPendingFinalizers();
                    bool broughtMuch = size >= LargeBuffer || before - Rented >= few;
                    if (broughtMuch && TryPop(index, out PooledMemory returned)) return returned;
                }

                if (isOverBudget)
                {
                    long live = Rented + size;
                    budget = Math.Max(live + Math.Max(LeastRoom, live / 4), budget - (budget / 16));
                    if (Reserved + few > budget) Trim(budget - few);
                    if (TryPop(index, out PooledMemory left)) return left;
                }
            }

            Interlocked.Add(ref reserved, size);
            return PooledMemory.Allocate(size);
        }
    }

    /// <summary>
    /// Leaves to the collector what waits for reuse, beyond so many bytes, and first the sizes that were longest not in demand.
    /// </summary>
    private void Trim(long bytes)
    {
        int[] order = [.. Enumerable.Range(0, free.Length)];
        Array.Sort((int[])lastUse.Clone(), order);
        foreach (int index in order)
            while (Reserved > bytes && TryPop(index, out _)) Interlocked.Add(ref reserved, -SizeOf(index));
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
}

/// <summary>A pinned array and where in it a cache line begins.</summary>
internal readonly record struct PooledMemory(ulong[] Array, nint Offset)
{
    private const int CacheLine = 64;

    /// <summary>Takes memory from the collector's pinned heap, where it is not cleared and never moves.</summary>
    public static unsafe PooledMemory Allocate(long bytes)
    {
        // An array of 8-byte elements holds up to 16 GiB, one of bytes only 2.
        ulong[] array = GC.AllocateUninitializedArray<ulong>(checked((int)((bytes + CacheLine) / 8)), pinned: true);
        fixed (ulong* start = array) return new PooledMemory(array, -(nint)start & (CacheLine - 1));
    }
}

/// <summary>One rented buffer; comes back to the pool when returned or collected, whichever is first.</summary>
internal sealed class PooledBuffer(BufferPool pool, PooledMemory memory, int sizeClass) : IDisposable
{
    private bool escaped;
    private int returned;

    /// <summary>Returns the buffer of a tensor that nobody disposed.</summary>
    ~PooledBuffer() => Release();

    /// <summary>The array that holds the buffer.</summary>
    public ulong[] Array => memory.Array;

    /// <summary>Where the buffer begins in the array, in bytes.</summary>
    public nint Offset => memory.Offset;

    /// <summary>The first byte; it does not move.</summary>
    public unsafe byte* Address => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array)) + Offset;

    /// <summary>Marks the memory as seen from outside: when done it goes to the collector, never to another tensor.</summary>
    public void Escape() => escaped = true;

    /// <summary>Returns the buffer now.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Release();
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref returned, 1) == 0) pool.Return(memory, sizeClass, escaped);
    }
}
