namespace Adjoint.Nn;

/// <summary>
/// Marks a tensor of a module (or an array, list or dictionary of tensors) that is not trained, such as a running average, as
/// PyTorch's <c>register_buffer</c> does.
/// </summary>
/// <param name="name">Its name in state dictionaries; the member's in PyTorch's spelling if not given.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class BufferAttribute(string? name = null) : Attribute
{
    /// <summary>Its name in state dictionaries, or null for the member's own.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether it is part of state dictionaries (the default); if not, it is only cast and cloned with the module.</summary>
    public bool Persistent { get; set; } = true;
}
