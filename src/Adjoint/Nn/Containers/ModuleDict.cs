using System.Collections;

namespace Adjoint.Nn;

/// <summary>Modules by name, in the order in which they were added. It has no Forward of its own.</summary>
/// <example><code>var heads = new ModuleDict { { "class", new Linear(8, 10) }, { "box", new Linear(8, 4) } };</code></example>
public sealed class ModuleDict : Module, IEnumerable<KeyValuePair<string, Module>>
{
    private List<(string Name, Module Module)> modules = [];

    /// <summary>No modules yet.</summary>
    public ModuleDict() { }

    /// <summary>Modules by name, in their order.</summary>
    /// <param name="modules">The modules; names differ.</param>
    /// <exception cref="AdjointException">A name occurs twice.</exception>
    public ModuleDict(IEnumerable<KeyValuePair<string, Module>> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        foreach ((string name, Module module) in modules) Add(name, module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>A module by its name.</summary>
    /// <exception cref="AdjointException">There is none of that name.</exception>
    public Module this[string name] => modules.Find(entry => entry.Name == name).Module ?? throw new AdjointException(
        $"ModuleDict: there is no module \"{name}\", only {string.Join(", ", modules.Select(entry => entry.Name))}.");

    /// <summary>Whether there is a module of that name.</summary>
    public bool ContainsKey(string name) => modules.Exists(entry => entry.Name == name);

    /// <summary>Adds a module under a new name.</summary>
    /// <exception cref="AdjointException">The name is taken.</exception>
    public void Add(string name, Module module)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(module);
        if (ContainsKey(name)) throw new AdjointException($"ModuleDict: the name \"{name}\" is taken.");
        modules.Add((name, module));
    }

    /// <summary>Enumerates names and modules in order.</summary>
    public IEnumerator<KeyValuePair<string, Module>> GetEnumerator() =>
        modules.Select(entry => KeyValuePair.Create(entry.Name, entry.Module)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        members.Children(ref modules);
    }
}
