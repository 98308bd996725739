namespace Adjoint.Nn;

/// <summary>
/// Gives a module within a module (or an array, list or dictionary of modules) another name in state dictionaries than that
/// of the member in PyTorch's spelling. Modules need no mark to be found.
/// </summary>
/// <param name="name">The name.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class SubmoduleAttribute(string name) : Attribute
{
    /// <summary>The name in state dictionaries.</summary>
    public string Name { get; } = name;
}
