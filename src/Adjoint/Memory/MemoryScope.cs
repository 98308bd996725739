namespace Adjoint.Memory;

/// <summary>
/// The memory that a piece of this library's code takes while it runs, on this thread. When it is done, what is neither its
/// result nor saved by the tape can be wanted by nobody, and is given up at once instead of being left to the collector. Code
/// that is not the library's may keep whatever it sees: what it is shown, and what it makes, is left alone.
/// </summary>
internal readonly struct MemoryScope
{
    [ThreadStatic] private static List<IMemoryBlock>? taken;
    [ThreadStatic] private static bool isOpen;
    [ThreadStatic] private static bool areBrief;

    private readonly int start;
    private readonly bool tracks;
    private readonly bool outer;
    private readonly bool outerIsBrief;

    private MemoryScope(bool tracks, bool isRecorded)
    {
        this.tracks = tracks;
        (outer, outerIsBrief) = (isOpen, areBrief);
        (isOpen, areBrief) = (tracks, tracks && !isRecorded);
        start = taken?.Count ?? 0;
    }

    /// <summary>Whether what is taken now stays for no longer than the piece of code.</summary>
    public static bool AreBrief => areBrief;

    /// <summary>Begins a piece.</summary>
    /// <param name="tracks">Whether it is the library's own code; false for one that may keep what it sees.</param>
    /// <param name="isRecorded">Whether the tape or a gradient may hold for longer what the piece takes.</param>
    public static MemoryScope Open(bool tracks, bool isRecorded) => new(tracks, isRecorded);

    /// <summary>Takes down new memory.</summary>
    public static void Add(IMemoryBlock block)
    {
        if (!isOpen) return;
        block.IsTemporary = true;
        (taken ??= []).Add(block);
    }

    /// <summary>Says that code which is not the library's sees a tensor.</summary>
    public static void Show(Tensor? tensor)
    {
        if (tensor?.Block is { } block) block.IsTemporary = false;
    }

    /// <summary>Ends the piece; its result goes on to the code around it. Without one, as after an error, nothing is given up.</summary>
    public void Close(Tensor? result)
    {
        (isOpen, areBrief) = (outer, outerIsBrief);
        if (!tracks || taken is not { } blocks) return;
        IMemoryBlock? kept = result?.Block;
        int end = start;
        if (result is not null)
        {
            // From the last: what waits to be computed runs together with what comes before, while that is still there.
            for (int i = blocks.Count - 1; i >= start; i--)
            {
                if (!ReferenceEquals(blocks[i], kept)) blocks[i].GiveUpIfUnused();
            }

            if (kept is { IsTemporary: true })
            {
                if (!outer) kept.IsTemporary = false;
                else if (blocks.IndexOf(kept, start) >= 0) blocks[end++] = kept;
            }
        }

        blocks.RemoveRange(end, blocks.Count - end);
    }
}
