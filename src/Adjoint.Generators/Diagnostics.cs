using Microsoft.CodeAnalysis;

namespace Adjoint.Generators;

/// <summary>The diagnostics of a module; each message says what to change.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "ADJ001", "Module is not partial",
        "Declare '{0}' partial: the members of the module '{1}' are written into it at compile time");

    public static readonly DiagnosticDescriptor FileLocal = Error(
        "ADJ002", "Module is local to a file",
        "Remove the modifier 'file' from '{0}': the members of a module are written into it in another file");

    public static readonly DiagnosticDescriptor TensorWithoutRole = Error(
        "ADJ003", "Tensor of a module has no role",
        "Mark the tensor '{0}' with [Parameter] if it is trained, [Buffer] if it is saved but not trained, "
        + "or [Unlisted] if it does not belong to the state");

    public static readonly DiagnosticDescriptor Unsupported = Error(
        "ADJ004", "Member holds modules out of sight",
        "'{0}' holds {1} out of sight: declare it as a module, an array, List<T>, IReadOnlyList<T>, Dictionary<string, T>, "
        + "OrderedDictionary<string, T> or IReadOnlyDictionary<string, T> of them (a ModuleList where they are nested), "
        + "or mark it with [Unlisted]");

    public static readonly DiagnosticDescriptor Captured = Error(
        "ADJ005", "Parameter of a primary constructor is a hidden field",
        "'{0}' is kept in a field without a name: declare one, 'private readonly {1} {0} = {0};', so that it is found");

    public static readonly DiagnosticDescriptor Duplicate = Error(
        "ADJ006", "Two members have one name",
        "'{0}' is called \"{1}\" in state dictionaries, as another member is: give one of them another name by its attribute "
        + "([Submodule(\"...\")], [Parameter(\"...\")], [Buffer(\"...\")])");

    public static readonly DiagnosticDescriptor InvalidName = Error(
        "ADJ007", "Name cannot be used in a state dictionary",
        "'{0}' cannot be called \"{1}\": a name is not empty and has no dot");

    public static readonly DiagnosticDescriptor Misplaced = Error(
        "ADJ008", "Attribute does not fit the member",
        "'{0}' cannot be [{1}]: [Parameter] and [Buffer] are for tensors and [Submodule] for modules (or arrays, "
        + "lists and dictionaries of them), in an instance field or an automatic property of a module");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Adjoint.Modules", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
