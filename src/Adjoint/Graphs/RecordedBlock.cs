using Adjoint.Memory;

namespace Adjoint.Graphs;

/// <summary>Memory that a recorded call would take, if it computed values.</summary>
internal sealed class RecordedBlock(Recording recording, long bytes) : IMemoryBlock
{
    private bool isReleased;

    public long Bytes => bytes;

    public long Owner { get; set; }

    public int Uses { get; set; }

    public void Release()
    {
        if (isReleased) return;
        isReleased = true;
        recording.Memory.Add(new MemoryEvent(this, IsTaken: false, IsBrief: false));
    }
}

/// <summary>Memory is taken, perhaps for so short a time as <see cref="MemoryScope.AreBrief"/> says, or released.</summary>
internal readonly record struct MemoryEvent(IMemoryBlock Block, bool IsTaken, bool IsBrief);
