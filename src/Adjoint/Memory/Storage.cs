namespace Adjoint.Memory;

/// <summary>
/// The memory behind a tensor and its views: one number within this object, an array on the collector's heap for what is tiny or belongs to
/// the user; what is worth using again is a <see cref="SmallStorage"/> or, if large, a <see cref="PooledStorage"/>.
/// </summary>
internal class Storage
{
    /// <summary>
    /// From this many bytes on, a pooled buffer. Below it an array costs less than an object with a finalizer would;
    /// above it an array would land on the large-object heap, which is cleared and collected too seldom.
    /// </summary>
    internal const int PooledThreshold = 64 * 1024;

    /// <summary>From this many bytes on, an array that is used again costs less than a new one, with the books on it.</summary>
    internal const int ReusedThreshold = 512;

    [ThreadStatic] private static bool isCapturing;
    private static bool hasCaptured; // some thread; until then no thread's state is looked up

    private Array? array;
    private ulong number; // where there is an array, where in it the memory begins, in bytes
    private int marks; // IsConstant, IsMadeInCapture and HoldsGradient

    /// <summary>A number, or memory of which <see cref="Settle"/> tells where it is.</summary>
    private protected Storage(long bytes)
    {
        Bytes = bytes;
        if (IsCapturing) marks = 2;
    }

    private Storage(Array array, long bytes) : this(bytes) => this.array = array;

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Counts every change in place, so that a saved tensor that was changed is found.</summary>
    public int Version { get; set; }

    /// <summary>Whether some leaf's gradient lives here, so that no other may.</summary>
    public bool HoldsGradient
    {
        get => (marks & 1) != 0;
        set => marks = (marks & ~1) | (value ? 1 : 0);
    }

    /// <summary>Whether a captured graph has what is here as a constant.</summary>
    public bool IsConstant
    {
        get => (marks & 4) != 0;
        set => marks = (marks & ~4) | (value ? 4 : 0);
    }

    /// <summary>Whether this thread captures, and so marks the memory that it makes.</summary>
    public static bool IsCapturing
    {
        get => hasCaptured && isCapturing;
        set => (isCapturing, hasCaptured) = (value, hasCaptured || value);
    }

    /// <summary>Whether the memory was made within a capture: a constant of the graph, and no state that was there before.</summary>
    public bool IsMadeInCapture => (marks & 2) != 0;

    /// <summary>The memory, if it is large enough to be worth releasing early.</summary>
    public IMemoryBlock? Block => Bytes < ReusedThreshold ? null : OwnBlock;

    /// <summary>Memory for so many bytes, with whatever they held before.</summary>
    public static Storage Allocate(long bytes) => bytes <= sizeof(ulong) ? new Storage(bytes)
        : bytes < ReusedThreshold ? new Storage(GC.AllocateUninitializedArray<ulong>((int)(bytes + 7) / 8), bytes)
        : bytes < PooledThreshold ? new SmallStorage(bytes) : new PooledStorage(bytes);

    /// <summary>Memory of a number that was there before anybody had to share it.</summary>
    public static Storage Of(ulong number, long bytes, bool holdsGradient) => new(bytes) { number = number, marks = holdsGradient ? 1 : 0 };

    /// <summary>The user's own array, not copied.</summary>
    public static Storage Wrap<T>(T[] array) where T : unmanaged => new(array, (long)array.Length * Unsafe.SizeOf<T>());

    /// <summary>Reference to the first byte, for who may change what is there.</summary>
    public ref byte Reference { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => ref First(true); }

    /// <summary>Reference to the first byte, for who only reads.</summary>
    public ref readonly byte ReadOnly { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => ref First(false); }

    /// <summary>Says that a span over this memory has left the library: the pool must not hand it to another tensor.</summary>
    public virtual void Escape() { }

    /// <summary>Gives pooled memory back at once; any later access is an error.</summary>
    public virtual void Dispose() { }

    /// <summary>The same, for memory that is large enough.</summary>
    private protected virtual IMemoryBlock? OwnBlock => null;

    /// <summary>
    /// Makes ready memory that is not open. All accesses come by here, but for those that find it open: here they are told
    /// what waits for it or may be disturbed by them.
    /// </summary>
    /// <param name="change">Whether the access may change the memory.</param>
    private protected virtual Array Settle(bool change) => throw new System.Diagnostics.UnreachableException();

    /// <summary>Says in which array the memory is, from which byte on, and whether accesses need not ask any more.</summary>
    private protected void Place(Array memory, nint offset, bool open)
    {
        number = (ulong)offset;
        if (open) Volatile.Write(ref array, memory);
    }

    /// <summary>Closes the memory: the next access asks.</summary>
    private protected void Close() => Volatile.Write(ref array, null);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte First(bool change)
    {
        Array? memory = Volatile.Read(ref array);
        if (memory is null)
        {
            if (Bytes <= sizeof(ulong)) return ref Unsafe.As<ulong, byte>(ref number);
            memory = Settle(change);
        }

        // Every one-dimensional array keeps its data at the same offset, so its element type does not matter here.
        return ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<byte[]>(memory)), (nint)number);
    }
}
