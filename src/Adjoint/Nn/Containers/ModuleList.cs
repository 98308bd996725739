using System.Collections;

namespace Adjoint.Nn;

/// <summary>
/// Modules in a list, called 0, 1, 2, … It has no Forward of its own. A field of type <c>List&lt;T&gt;</c> or an array does as
/// well; this is for lists of lists, and where PyTorch's name is wanted.
/// </summary>
/// <example><code>var blocks = new ModuleList(new Linear(4, 4), new Linear(4, 4));</code></example>
public class ModuleList : Module, IReadOnlyList<Module>
{
    private List<(string Name, Module Module)> modules = [];

    /// <summary>Creates the list.</summary>
    /// <param name="modules">The modules, in order.</param>
    public ModuleList(params ReadOnlySpan<Module> modules)
    {
        foreach (Module module in modules) Add(module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>A module by its index.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <returns>The module.</returns>
    public Module this[int index] => modules[index].Module;

    /// <summary>Appends a module under its index as name.</summary>
    /// <param name="module">The module; it may be in other places too.</param>
    public void Add(Module module) => Append(modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Enumerates the modules in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Module> GetEnumerator() => modules.Select(entry => entry.Module).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        members.Children(ref modules);
    }

    private protected void Append(string name, Module module)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(module);
        modules.Add((name, module));
    }
}
