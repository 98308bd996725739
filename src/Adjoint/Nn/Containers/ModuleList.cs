using System.Collections;
using System.Globalization;

namespace Adjoint.Nn;

/// <summary>
/// Modules in a list, called 0, 1, 2, … It has no Forward of its own. A field of type <c>List&lt;T&gt;</c> or an array does as
/// well; this is for lists of lists, and where PyTorch's name is wanted.
/// </summary>
/// <example><code>var blocks = new ModuleList(new Linear(4, 4), new Linear(4, 4));</code></example>
public sealed class ModuleList : Module, IReadOnlyList<Module>
{
    private List<(string Name, Module Module)> modules = [];

    /// <summary>Makes the list.</summary>
    public ModuleList(params ReadOnlySpan<Module> modules)
    {
        foreach (Module module in modules) Add(module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>A module by its place.</summary>
    public Module this[int index] => modules[index].Module;

    /// <summary>Appends a module.</summary>
    public void Add(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        modules.Add((modules.Count.ToString(CultureInfo.InvariantCulture), module));
    }

    /// <summary>Enumerates the modules in order.</summary>
    public IEnumerator<Module> GetEnumerator() => modules.Select(entry => entry.Module).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        members.Children(ref modules);
    }
}
