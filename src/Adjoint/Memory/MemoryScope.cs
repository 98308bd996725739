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

    [ThreadStatic] private static List<IMemoryBlock>? taken;
    [ThreadStatic] private static long owner;
    [ThreadStatic] private static bool lists;
    [ThreadStatic] private static bool areBrief;
    [ThreadStatic] private static bool inPass;

    private readonly int start;
    private readonly bool tracks;
    private readonly long outerOwner;
    private readonly bool outerLists;
    private readonly bool outerIsBrief;
    private readonly bool outerInPass;

    private MemoryScope(long now, bool nowLists, bool nowBrief, bool nowInPass)
    {
        tracks = now == Open && nowLists;
        (outerOwner, outerLists, outerIsBrief, outerInPass) = (owner, lists, areBrief, inPass);
        (owner, lists, areBrief, inPass) = (now, nowLists, nowBrief, nowInPass);
        start = taken?.Count ?? 0;
    }

    /// <summary>Whether what is taken now stays for no longer than the scope.</summary>
    public static bool AreBrief => areBrief;

    /// <summary>Begins a scope of code.</summary>
    /// <param name="tracks">Whether it is the library's own code; false for code that may keep what it sees.</param>
    /// <param name="isRecorded">Whether the tape or a gradient may hold for longer what the code takes.</param>
    public static MemoryScope Enter(bool tracks, bool isRecorded) =>
        new(tracks ? Open : Visible, tracks, tracks && !isRecorded, inPass);

    /// <summary>Begins a pass; what it takes is released as soon as no gradient of it uses the memory.</summary>
    /// <param name="pass">Its number; <see cref="Visible"/> for a pass that is recorded, which releases nothing.</param>
    public static MemoryScope EnterPass(long pass) =>
        new(pass != Visible ? pass : lists ? Open : Visible, lists, areBrief, pass != Visible);

    /// <summary>Whether an unrecorded pass runs on this thread.</summary>
    public static bool IsInPass => inPass;

    /// <summary>Takes down new memory, and who owns it.</summary>
    public static void Add(IMemoryBlock block)
    {
        block.Owner = owner;
        if (lists) (taken ??= []).Add(block);
    }

    /// <summary>Says that code which is not the library's sees memory.</summary>
    public static void Show(IMemoryBlock? block)
    {
        if (block is not null) block.Owner = Visible;
    }

    /// <summary>Ends a scope that gives nothing, such as a pass, whose gradients have owners of their own by then.</summary>
    public void Close() => (owner, lists, areBrief, inPass) = (outerOwner, outerLists, outerIsBrief, outerInPass);

    /// <summary>Ends a scope after an error: nothing is released, since anything may be in use.</summary>
    public void Abandon()
    {
        Close();
        if (tracks && taken is { } blocks) blocks.RemoveRange(start, blocks.Count - start);
    }

    /// <summary>Ends a scope; its results go on to the code around it.</summary>
    /// <param name="results">Memory of the results; null where they have none.</param>
    public void Close(params ReadOnlySpan<IMemoryBlock?> results)
    {
        Close();
        if (!tracks || taken is not { } blocks) return;
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
            kept.Owner = outerOwner;
            if (outerLists && blocks.IndexOf(kept, start, end - start) < 0) blocks[end++] = kept;
        }

        blocks.RemoveRange(end, blocks.Count - end);
    }

    private static bool Contains(ReadOnlySpan<IMemoryBlock?> results, IMemoryBlock block)
    {
        foreach (IMemoryBlock? kept in results)
            if (ReferenceEquals(kept, block)) return true;
        return false;
    }
}
