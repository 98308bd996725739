using Adjoint.Memory;

namespace Adjoint.Graphs;

/// <summary>Memory that a recorded call would take, if it computed values.</summary>
internal sealed class RecordedBlock(Recording recording, long bytes) : IMemoryBlock
{
    private bool isGivenUp;

    /// <inheritdoc/>
    public long Bytes => bytes;

    /// <inheritdoc/>
    public long Pass { get; set; }

    /// <inheritdoc/>
    public int Holders { get; set; }

    /// <inheritdoc/>
    public int Savers { get; set; }

    /// <inheritdoc/>
    public bool IsTemporary { get; set; }

    /// <inheritdoc/>
    public void GiveUp()
    {
        if (isGivenUp) return;
        isGivenUp = true;
        recording.Memory.Add(new MemoryEvent(this, IsTaken: false, IsBrief: false));
    }
}

/// <summary>Memory is taken, or given up.</summary>
/// <param name="Block">The memory.</param>
/// <param name="IsTaken">Whether it is taken.</param>
/// <param name="IsBrief">Whether it is soon given up, as <see cref="MemoryScope.AreBrief"/> says.</param>
internal readonly record struct MemoryEvent(IMemoryBlock Block, bool IsTaken, bool IsBrief);
