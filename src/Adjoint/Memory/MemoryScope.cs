namespace Adjoint.Memory;

/// <summary>
/// The memory that a piece of this library's code takes while it runs, on this thread: a module's call, a rule of
/// differentiation, a backward pass. When the piece ends, what is neither its result nor used by the tape is released at
/// once instead of being left to the collector; what the tape uses is released with its last use. Code that is not the
/// library's may keep whatever it sees: what it is shown, and what it makes, is visible and left alone.
/// </summary>
internal readonly struct MemoryScope
{
    /// <summary>The owner of memory that a user can see.</summary>
    public const long Visible = 0;

    /// <summary>The owner of memory whose scope has ended: only uses keep it.</summary>
    public const long Ended = -1;

    /// <summary>The owner of memory that an open scope has taken.</summary>
    private const long Open = -2;

    [ThreadStatic] private static State current;

    private readonly State outer;
    private readonly int start;
    private readonly bool tracks;

    private MemoryScope(ref State now, long owner, bool lists, bool isBrief, bool isInPass)
    {
        outer = now;
        tracks = owner == Open && lists;
        (now.Owner, now.Lists, now.IsBrief, now.IsInPass) = (owner, lists, isBrief, isInPass);
        if (lists) start = (now.Taken ??= []).Count;
    }

    /// <summary>Whether what is taken now stays for no longer than the scope.</summary>
    public static bool AreBrief => current.IsBrief;

    /// <summary>Begins a scope of code.</summary>
    /// <param name="tracks">Whether it is the library's own code; false for code that may keep what it sees.</param>
    /// <param name="isRecorded">Whether the tape or a gradient may hold for longer what the code takes.</param>
    public static MemoryScope Enter(bool tracks, bool isRecorded)
    {
        ref State now = ref current;
        return new(ref now, tracks ? Open : Visible, tracks, tracks && !isRecorded, now.IsInPass);
    }

    /// <summary>Begins a pass; what it takes is released as soon as no gradient of it uses the memory.</summary>
    /// <param name="pass">Its number; <see cref="Visible"/> for a pass that is recorded, which releases nothing.</param>
    public static MemoryScope EnterPass(long pass)
    {
        ref State now = ref current;
        return new(ref now, pass != Visible ? pass : now.Lists ? Open : Visible, now.Lists, now.IsBrief, pass != Visible);
    }

    /// <summary>Whether an unrecorded pass runs on this thread.</summary>
    public static bool IsInPass => current.IsInPass;

    /// <summary>Takes down new memory, and who owns it.</summary>
    public static void Add(IMemoryBlock block)
    {
        ref readonly State now = ref current;
        block.Owner = now.Owner;
        if (now.Lists) now.Taken!.Add(block);
    }

    /// <summary>Says that code which is not the library's sees memory.</summary>
    public static void Show(IMemoryBlock? block)
    {
        if (block is not null) block.Owner = Visible;
    }

    /// <summary>Ends a scope that gives nothing, such as a pass, whose gradients have owners of their own by then.</summary>
    public void Close()
    {
        ref State now = ref current;
        (now.Owner, now.Lists, now.IsBrief, now.IsInPass) = (outer.Owner, outer.Lists, outer.IsBrief, outer.IsInPass);
    }

    /// <summary>Ends a scope after an error: nothing is released, since anything may be in use.</summary>
    public void Abandon()
    {
        Close();
        if (tracks && current.Taken is { } blocks) blocks.RemoveRange(start, blocks.Count - start);
    }

    /// <summary>Ends a scope; its results go on to the code around it.</summary>
    /// <param name="results">Memory of the results; null where they have none.</param>
    public void Close(params ReadOnlySpan<IMemoryBlock?> results)
    {
        Close();
        if (!tracks || current.Taken is not { } blocks) return;
        int end = start;

        // From the last: what waits to be computed runs together with what comes before, while that is still there.
        for (int i = blocks.Count - 1; i >= start; i--)
        {
            IMemoryBlock block = blocks[i];
            if (block.Owner == Visible || Contains(results, block)) continue;
            if (block.Uses == 0) block.Release();
            block.Owner = Ended;
        }

        foreach (IMemoryBlock? kept in results)
        {
            if (kept is null || kept.Owner == Visible || kept.Owner == Ended) continue;
            if (blocks.IndexOf(kept, start) < 0) continue;
            kept.Owner = outer.Owner;
            if (outer.Lists && blocks.IndexOf(kept, start, end - start) < 0) blocks[end++] = kept;
        }

        blocks.RemoveRange(end, blocks.Count - end);
    }

    private static bool Contains(ReadOnlySpan<IMemoryBlock?> results, IMemoryBlock block)
    {
        foreach (IMemoryBlock? kept in results)
            if (ReferenceEquals(kept, block)) return true;
        return false;
    }

    /// <summary>What a thread takes memory for.</summary>
    private struct State
    {
        /// <summary>What open scopes have taken, the innermost last; one list for the thread.</summary>
        public List<IMemoryBlock>? Taken;

        /// <summary>Who owns what is taken now.</summary>
        public long Owner;

        /// <summary>Whether what is taken now is listed.</summary>
        public bool Lists;

        /// <summary>Whether what is taken now stays for no longer than the scope.</summary>
        public bool IsBrief;

        /// <summary>Whether an unrecorded pass runs.</summary>
        public bool IsInPass;
    }
}
