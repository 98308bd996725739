namespace Adjoint.Nn;

/// <summary>A module's place in a tree, and what it lists.</summary>
internal sealed class ModuleEntry(ModuleEntry? outer, string name, Module module)
{
    private string? path;

    /// <summary>The module.</summary>
    public Module Module => module;

    /// <summary>What it lists.</summary>
    public MemberVisitor Members { get; } = module.ListMembers();

    /// <summary>The dotted path, empty for the root. Written when it is asked for: of modules in modules they get long.</summary>
    public string Path => path ??= WritePath();

    /// <summary>The dotted name of a member.</summary>
    public string Name(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    private string WritePath()
    {
        var names = new Stack<string>();
        for (ModuleEntry place = this; place.Outer is { } around; place = around) names.Push(place.OwnName);
        return string.Join('.', names);
    }

    private ModuleEntry? Outer => outer;

    private string OwnName => name;
}
