namespace Adjoint.Nn;

/// <summary>
/// Marks a tensor or module that a module refers to but does not own: it is not among its parameters, not in its state, and
/// neither cast nor cloned with it. A clone refers to the same one.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class UnlistedAttribute : Attribute;
