namespace Adjoint.Core;

/// <summary>
/// A call's or leaf's place in the pass that has claimed it, so that the pass finds what it knows of it without a search.
/// One pass at a time has it, of whatever thread; another one that meets the same node meanwhile keeps a dictionary.
/// </summary>
internal struct PassMark
{
    private const int IndexBits = 24;
    private const long IndexMask = (1L << IndexBits) - 1;

    private long mark; // number of the pass and index + 1; 0 where nobody has claimed it

    /// <summary>Claims the node for a pass; false if another pass has it, or there are too many nodes.</summary>
    public bool TryClaim(long pass, int index) =>
        index < IndexMask && Interlocked.CompareExchange(ref mark, (pass << IndexBits) | (uint)(index + 1), 0) == 0;

    /// <summary>The index under which the pass has claimed the node, or −1.</summary>
    public readonly int IndexIn(long pass)
    {
        long now = Volatile.Read(in mark);
        return now >> IndexBits == pass ? (int)(now & IndexMask) - 1 : -1;
    }

    /// <summary>Gives the node up, if the pass has it.</summary>
    public void Release(long pass)
    {
        if (IndexIn(pass) >= 0) Volatile.Write(ref mark, 0);
    }
}
