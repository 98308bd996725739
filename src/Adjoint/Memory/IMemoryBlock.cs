namespace Adjoint.Memory;

/// <summary>
/// A piece of memory large enough to be worth releasing before the collector finds it: real, or that of a symbolic tensor,
/// which only says what a run would take. It is released when its last use ends, if no user can see it.
/// </summary>
internal interface IMemoryBlock
{
    /// <summary>Size in bytes, as asked for.</summary>
    long Bytes { get; }

    /// <summary>
    /// Who took the memory and may release it: <see cref="MemoryScope.Visible"/> once a user can see it, the number of a
    /// backward pass, or a scope of the library's code. See <see cref="MemoryScope"/>.
    /// </summary>
    long Owner { get; set; }

    /// <summary>How many calls of the tape, and gradients of backward passes, need the values.</summary>
    int Uses { get; set; }

    /// <summary>Releases the memory; any later access is an error.</summary>
    void Release();

    /// <summary>Ends a use by the tape. The last one releases memory whose scope has ended.</summary>
    void EndUse()
    {
        if (--Uses == 0 && Owner == MemoryScope.Ended) Release();
    }

    /// <summary>Releases memory that a scope has taken, that no user can see and that nothing uses.</summary>
    void ReleaseIfUnused()
    {
        if (Owner != MemoryScope.Visible && Uses == 0) Release();
    }
}
