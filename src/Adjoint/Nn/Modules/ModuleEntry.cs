namespace Adjoint.Nn;

/// <summary>A module's place in a tree: its dotted path, empty for the root, and what it lists.</summary>
internal readonly record struct ModuleEntry(string Path, Module Module, MemberVisitor Members)
{
    /// <summary>The dotted name of a member.</summary>
    public string Name(string member) => Path.Length == 0 ? member : $"{Path}.{member}";
}
