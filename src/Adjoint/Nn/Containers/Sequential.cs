using System.Collections;

namespace Adjoint.Nn;

/// <summary>
/// Modules one after the other, each fed with the output of the one before. Without other names they are called 0, 1, 2, …
/// </summary>
/// <example>
/// <code>
/// var net = new Sequential(new Linear(64, 32), new ReLU(), new Linear(32, 10));
/// var named = new Sequential { { "hidden", new Linear(64, 32) }, new ReLU(), { "output", new Linear(32, 10) } };
/// </code>
/// </example>
public class Sequential : Module, IReadOnlyList<Module>
{
    private List<(string Name, Module Module)> layers = [];

    /// <summary>Makes the chain.</summary>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        foreach (Module layer in layers) Add(layer);
    }

    /// <summary>Number of modules.</summary>
    public int Count => layers.Count;

    /// <summary>A module by its place.</summary>
    public Module this[int index] => layers[index].Module;

    /// <summary>Appends a module under its place as name.</summary>
    public void Add(Module module) => Add(layers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    /// <summary>Appends a module under a name.</summary>
    public void Add(string name, Module module)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(module);
        layers.Add((name, module));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Chain.Run(x, this);
    }

    /// <summary>Enumerates the modules in order.</summary>
    public IEnumerator<Module> GetEnumerator() => layers.Select(layer => layer.Module).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        members.Children(ref layers);
    }
}
