namespace Adjoint.Nn;

/// <summary>
/// Marks a tensor or module that a module refers to but does not own: it is not one of its parameters, not part of its state,
/// and neither cast nor cloned with it.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class UnlistedAttribute : Attribute;
