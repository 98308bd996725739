namespace Adjoint.Memory;

/// <summary>
/// A piece of memory large enough to be worth giving up before the collector finds it, and who still needs it: real, or
/// that of a symbolic tensor, which only says what a run would take.
/// </summary>
internal interface IMemoryBlock
{
    /// <summary>Size in bytes, as asked for.</summary>
    long Bytes { get; }

    /// <summary>The unrecorded backward pass during which the memory was taken; 0 for none.</summary>
    long Pass { get; set; }

    /// <summary>How many gradients of a backward pass live here: when the last goes, so can the memory.</summary>
    int Holders { get; set; }

    /// <summary>How many calls of the tape read these values in their backward pass.</summary>
    int Savers { get; set; }

    /// <summary>Whether code of this library took the memory for itself, and nobody else has seen it. See <see cref="MemoryScope"/>.</summary>
    bool IsTemporary { get; set; }

    /// <summary>Gives the memory up; any later access is an error.</summary>
    void GiveUp();

    /// <summary>Gives the memory up if it is nobody's business but the library's, and no pass needs it.</summary>
    void GiveUpIfUnused()
    {
        if (!IsTemporary || Savers > 0 || Holders > 0) return;
        IsTemporary = false;
        GiveUp();
    }

    /// <summary>Says that a call no longer needs the values.</summary>
    void Unsave()
    {
        if (--Savers == 0) GiveUpIfUnused();
    }
}
