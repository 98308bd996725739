namespace Adjoint.Nn;

/// <summary>
/// Gives an inner module (or an array, list or dictionary of modules) another name in state dictionaries than the member's own
/// in PyTorch's spelling. Modules are found without it.
/// </summary>
/// <param name="name">The name.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class SubmoduleAttribute(string name) : Attribute
{
    /// <summary>The name in state dictionaries.</summary>
    public string Name { get; } = name;
}
