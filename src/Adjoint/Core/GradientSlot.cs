namespace Adjoint.Core;

/// <summary>What a leaf has besides its values.</summary>
internal sealed class GradientSlot
{
    /// <summary>What backward passes have added up.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>The leaf's place in a pass.</summary>
    public PassMark Mark;

    /// <summary>What wants to see the gradient of each pass.</summary>
    public Hooks<Func<Tensor, Tensor?>>? Hooks { get; set; }
}
