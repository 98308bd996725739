namespace Adjoint.Autograd;

/// <summary>
/// What a pass knows of each node that it meets: a call, with its results, or a leaf. A thread keeps one memory for its next
/// pass, since for a small function making it would cost as much as the pass; a pass within a pass makes its own.
/// </summary>
internal sealed class PassMemory
{
    /// <summary>A memory that grew larger is not kept.</summary>
    private const int MostKept = 1024;

    [ThreadStatic] private static PassMemory? kept;
    private static long passes;

    // Of nodes that another pass had claimed when this one met them.
    private readonly Dictionary<object, int> elsewhere = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, Tensor> results = [];
    private Entry[] entries = new Entry[16];
    private int[] levels = new int[16];
    private int[] order = new int[16];

    private PassMemory() { }

    /// <summary>Number of the pass; no other has it.</summary>
    public long Pass { get; private set; }

    /// <summary>How many nodes were met.</summary>
    public int Count { get; private set; }

    /// <summary>Calls that were met and not yet looked into, by index.</summary>
    public Stack<int> Waiting { get; } = new();

    /// <summary>Calls that were looked into, by index.</summary>
    public List<int> Reached { get; } = [];

    /// <summary>Whole gradients of results of calls that are wanted.</summary>
    public Dictionary<Value, Tensor> Results => results;

    /// <summary>What is known of a node. The reference is good until the next node is met.</summary>
    public ref Entry this[int index] => ref entries[index];

    /// <summary>The thread's memory, or a new one while that is in use.</summary>
    public static PassMemory Rent()
    {
        ref PassMemory? slot = ref kept;
        PassMemory memory = slot ?? new PassMemory();
        slot = null;
        memory.Pass = Interlocked.Increment(ref passes);
        return memory;
    }

    /// <summary>Keeps this memory, emptied, for the thread's next pass.</summary>
    public void Return()
    {
        foreach (ref readonly Entry entry in entries.AsSpan(0, Count)) MarkOf(entry.Node).Release(Pass);
        if (Count > MostKept) return;
        entries.AsSpan(0, Count).Clear();
        if (elsewhere.Count > 0) elsewhere.Clear();
        if (results.Count > 0) results.Clear();
        Waiting.Clear();
        Reached.Clear();
        Count = 0;
        kept = this;
    }

    /// <summary>A zero for each depth that occurs, for sorting; the same memory each time.</summary>
    private Span<int> Levels(int count)
    {
        if (count > levels.Length) levels = new int[count];
        Span<int> zeros = levels.AsSpan(0, count);
        zeros.Clear();
        return zeros;
    }

    /// <summary>A place for the indices of what was <see cref="Reached"/>, in another order; the same memory each time.</summary>
    public Span<int> Order
    {
        get
        {
            if (Reached.Count > order.Length) order = new int[Math.Max(Reached.Count, 2 * order.Length)];
            return order.AsSpan(0, Reached.Count);
        }
    }

    /// <summary>Puts the indices of what was reached into <see cref="Order"/>, shallowest first.</summary>
    public void SortByDepth()
    {
        int least = int.MaxValue;
        int most = 0;
        foreach (int index in Reached)
        {
            int depth = DepthAt(index);
            (least, most) = (Math.Min(least, depth), Math.Max(most, depth));
        }

        // A piece between boundaries may have few calls at depths far apart, and must not cost what lies between. Both
        // ways are stable, so that sums are taken in the same order each time.
        if (most - least > 4L * Reached.Count)
        {
            SortSparse();
            return;
        }

        // Counting sort: linear.
        Span<int> next = Levels(Math.Max(0, most - least) + 2);
        foreach (int index in Reached) next[DepthAt(index) - least + 1]++;
        for (int d = 1; d < next.Length; d++) next[d] += next[d - 1];
        Span<int> sorted = Order;
        foreach (int index in Reached) sorted[next[DepthAt(index) - least]++] = index;
    }

    private void SortSparse()
    {
        var keys = new long[Reached.Count];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((long)DepthAt(Reached[i]) << 32) | (uint)i;
        Span<int> sorted = Order;
        CollectionsMarshal.AsSpan(Reached).CopyTo(sorted);
        MemoryExtensions.Sort(keys.AsSpan(), sorted);
    }

    private int DepthAt(int index) => entries[index].Depth;

    /// <summary>The index of a tensor's node, or −1 if the pass has not met it.</summary>
    public int Find(Tensor tensor)
    {
        object node = tensor.Node;
        int index = MarkOf(node).IndexIn(Pass);
        return index < 0 && elsewhere.Count > 0 && elsewhere.TryGetValue(node, out int other) ? other : index;
    }

    /// <summary>The index of a tensor's node, which may be new.</summary>
    public int Meet(Tensor tensor)
    {
        int before = Count;
        int index = Find(tensor);
        return index < 0 ? Add(tensor.Node, before) : index;
    }

    /// <summary>
    /// The gradient or tangent of one of a node's results, as far as it has come together. The reference is good until the
    /// next node is met.
    /// </summary>
    public ref Tensor? GradientOf(int index, int result)
    {
        ref Entry entry = ref entries[index];
        if (result == 0) return ref entry.Gradient;
        entry.Further ??= new Tensor?[((Call)entry.Node).ResultCount - 1];
        return ref entry.Further[result - 1];
    }

    private int Add(object node, int index)
    {
        if (index == entries.Length) Array.Resize(ref entries, 2 * index);
        (entries[index].Node, entries[index].Depth) = (node, (node as Call)?.Depth ?? 0);
        if (!MarkOf(node).TryClaim(Pass, index)) elsewhere.Add(node, index);
        Count++;
        return index;
    }

    private static ref PassMark MarkOf(object node)
    {
        if (node is Call call) return ref call.Mark;
        return ref ((Tensor)node).Notes.Mark;
    }

    /// <summary>What is known of one node.</summary>
    internal struct Entry
    {
        /// <summary>The call, or the leaf.</summary>
        public object Node;

        /// <summary>The gradient or tangent of the leaf or of the first result, as far as it has come together.</summary>
        public Tensor? Gradient;

        /// <summary>The same of the results after the first; null where nothing has arrived there.</summary>
        public Tensor?[]? Further;

        /// <summary>Depth of the call; 0 for a leaf.</summary>
        public int Depth;

        /// <summary>Whether the gradient is asked for.</summary>
        public bool IsTarget;

        /// <summary>Whether the gradient is asked for, or leads to one that is.</summary>
        public bool IsNeeded;
    }
}
