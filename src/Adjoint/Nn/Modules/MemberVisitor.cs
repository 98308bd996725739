using System.Diagnostics.CodeAnalysis;

namespace Adjoint.Nn;

/// <summary>
/// Takes down what a module lists in <see cref="Module.Members"/>, or puts copies in its place, where a module is cloned.
/// Members are handed over by reference; one that is null (a bias left out) is passed over. A name that is empty, has a dot
/// or was listed before is refused with an <see cref="AdjointException"/>.
/// </summary>
public sealed partial class MemberVisitor
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly string owner;
    private readonly ModuleCopies? copies;

    internal MemberVisitor(string owner, ModuleCopies? copies = null)
    {
        this.owner = owner;
        this.copies = copies;
    }

    internal List<(string Name, Tensor Value)> Parameters { get; } = [];

    internal List<(string Name, Tensor Value)> Buffers { get; } = [];

    internal List<(string Name, Tensor Value)> TransientBuffers { get; } = [];

    internal List<(string Name, Module Module)> Modules { get; } = [];

    /// <summary>A tensor that is trained.</summary>
    public void Parameter(string name, [NotNullIfNotNull(nameof(value))] ref Tensor? value) => One(name, ref value, Parameters);

    /// <summary>A tensor that belongs to the module but is not trained; also to its state, if persistent.</summary>
    public void Buffer(string name, [NotNullIfNotNull(nameof(value))] ref Tensor? value, bool persistent = true) =>
        One(name, ref value, persistent ? Buffers : TransientBuffers);

    /// <summary>A module within the module.</summary>
    public void Module<T>(string name, ref T module) where T : Module? => One(name, ref module, Modules);

    /// <summary>Modules with names of their own, as a container has them.</summary>
    internal void Children(ref List<(string Name, Module Module)> children)
    {
        if (copies is not null)
        {
            children = children.ConvertAll(child => (child.Name, copies.Of(child.Module)));
            return;
        }

        foreach ((string name, Module child) in children)
        {
            Module module = child;
            Module(name, ref module);
        }
    }

    private void One<T, TListed>(string name, [NotNullIfNotNull(nameof(value))] ref T value, List<(string Name, TListed Value)> list)
        where T : class?, TListed?
        where TListed : class
    {
        if (copies is not null) value = copies.Of(value);
        else if (Takes(name, value)) list.Add((name, value!));
    }

    private bool Takes(string name, object? member)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new AdjointException($"{owner}: \"{name}\" cannot name a member: names are not empty and have no dot.");
        if (!names.Add(name)) throw new AdjointException($"{owner}: the name \"{name}\" is listed twice among its members.");
        return member is not null;
    }
}
