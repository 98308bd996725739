using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>What only few calls have, so that the others are small.</summary>
internal sealed class CallNotes
{
    /// <summary>Where in the program the call was made.</summary>
    public string? Origin { get; set; }

    /// <summary>Who watches the gradient of each result.</summary>
    public GradientWatch?[]? Watched { get; set; }

    /// <summary>The memory that each result of a captured call would take, under a memory estimate.</summary>
    public IMemoryBlock?[]? Blocks { get; set; }

    /// <summary>What computes again what the call would have saved.</summary>
    public Checkpoint? Checkpoint { get; set; }
}

/// <summary>Who wants to see the gradient of a result that is no leaf.</summary>
internal sealed class GradientWatch
{
    /// <summary>The result, if it asked to have its gradient kept.</summary>
    public Tensor? Retained { get; set; }

    /// <summary>Functions that see the gradient, and may replace it.</summary>
    public Hooks<Func<Tensor, Tensor?>>? Hooks { get; set; }
}
