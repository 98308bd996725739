namespace Adjoint.Nn;

/// <summary>
/// Marks a tensor of a module (or an array, list or dictionary of tensors) as trained: what PyTorch's <c>nn.Parameter</c>
/// says. Make the tensor with <see cref="Tensor.WithGrad"/>.
/// </summary>
/// <param name="name">Its name in state dictionaries; the member's in PyTorch's spelling if not given.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ParameterAttribute(string? name = null) : Attribute
{
    /// <summary>Its name in state dictionaries, or null for the member's own.</summary>
    public string? Name { get; } = name;
}
