using Adjoint.Autograd;
using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>What only few calls have, so that the others are small.</summary>
internal sealed class CallNotes
{
    /// <summary>Where in the program the call was made.</summary>
    public string? Origin { get; set; }

    /// <summary>The result, if it asked to have its gradient kept.</summary>
    public Tensor? Retained { get; set; }

    /// <summary>What wants to see the gradient of the result.</summary>
    public Hooks<Func<Tensor, Tensor?>>? Hooks { get; set; }

    /// <summary>The memory that the result of a captured call would take, where that is asked.</summary>
    public IMemoryBlock? Block { get; set; }

    /// <summary>What computes again what the call would have saved.</summary>
    public CheckpointSegment? CheckpointSegment { get; set; }
}
