namespace Adjoint.Core;

/// <summary>Memory that a recorded call would take, if it computed values.</summary>
internal sealed class RecordedBlock(Recording recording, long bytes) : MemoryBlock
{
    private bool isGivenUp;

    /// <inheritdoc/>
    public override long Bytes => bytes;

    /// <inheritdoc/>
    public override void GiveUp()
    {
        if (isGivenUp) return;
        isGivenUp = true;
        recording.Memory.Add(new MemoryEvent(this, IsTaken: false, IsBrief: false));
    }
}

/// <summary>Memory is taken, or given up.</summary>
/// <param name="Block">The memory.</param>
/// <param name="IsTaken">Whether it is taken.</param>
/// <param name="IsBrief">Whether it is soon given up, as <see cref="Temporaries.AreBrief"/> says.</param>
internal readonly record struct MemoryEvent(MemoryBlock Block, bool IsTaken, bool IsBrief);
