namespace Adjoint.Core;

/// <summary>What only few tensors have, so that the others are small.</summary>
internal sealed class TensorNotes
{
    /// <summary>What the tensor is called.</summary>
    public string? Name { get; set; }

    /// <summary>What backward passes have added up.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Whether nobody but the tensor has its gradient.</summary>
    public bool OwnsGradient { get; set; }

    /// <summary>What wants to see the gradient of each pass.</summary>
    public Hooks<Func<Tensor, Tensor?>>? Hooks { get; set; }

    /// <summary>A leaf's place in a pass.</summary>
    public PassMark Mark;
}
