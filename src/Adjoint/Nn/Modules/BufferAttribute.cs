namespace Adjoint.Nn;

/// <summary>
/// Marks a tensor of a module (or an array, list or dictionary of tensors) that belongs to the module but is not trained,
/// such as a running average: what PyTorch's <c>register_buffer</c> says.
/// </summary>
/// <param name="name">Its name in state dictionaries; the member's in PyTorch's spelling if not given.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class BufferAttribute(string? name = null) : Attribute
{
    /// <summary>Its name in state dictionaries, or null for the member's own.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether state dictionaries hold it (the default); otherwise it is cast and cloned with the module only.</summary>
    public bool Persistent { get; set; } = true;
}
