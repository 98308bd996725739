namespace Adjoint.Generators;

/// <summary>A field to list.</summary>
/// <param name="Role">Module, Parameter or Buffer.</param>
/// <param name="IsGroup">Whether it is an array, a list or a dictionary of such.</param>
/// <param name="Name">Its name in state dictionaries.</param>
/// <param name="Property">The name in the source: the field's, or that of the property of a backing field.</param>
/// <param name="Field">The field's name in metadata.</param>
/// <param name="Type">The field's type, written out.</param>
/// <param name="IsReachable">Whether a reference to the field can be taken by its name.</param>
/// <param name="IsNonPersistent">Whether it is a buffer that is not part of the state.</param>
internal sealed record Member(
    string Role, bool IsGroup, string Name, string Property, string Field, string Type, bool IsReachable, bool IsNonPersistent);
