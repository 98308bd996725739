using System.Diagnostics.CodeAnalysis;

namespace Adjoint.Nn;

/// <summary>
/// Collects the members that a module lists in <see cref="Module.Members"/>, or replaces them by clones while a module is
/// cloned. Members are passed by reference; one that is null (no bias) is skipped. An empty name, one with a dot and one listed
/// before are refused with an <see cref="AdjointException"/>.
/// </summary>
public sealed partial class MemberVisitor
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly string owner;
    private readonly IMemberMap? cloner;

    internal MemberVisitor(string owner, IMemberMap? cloner = null) => (this.owner, this.cloner) = (owner, cloner);

    internal List<(string Name, Tensor Value)> Parameters { get; } = [];

    internal List<(string Name, Tensor Value)> Buffers { get; } = [];

    internal List<(string Name, Tensor Value)> NonPersistentBuffers { get; } = [];

    internal List<(string Name, Module Module)> Modules { get; } = [];

    /// <summary>Tensors in whose place others are listed, from which they are computed; they are cast with the module.</summary>
    internal List<Tensor> Placeholders { get; } = [];

    /// <summary>Takes a tensor off the list, in the place of which others are listed.</summary>
    internal void Hide(Tensor placeholder)
    {
        Placeholders.Add(placeholder);
        foreach (List<(string Name, Tensor Value)> list in (List<(string, Tensor)>[])[Parameters, Buffers, NonPersistentBuffers])
        {
            foreach ((string name, Tensor value) in list)
                if (ReferenceEquals(value, placeholder)) names.Remove(name);
            list.RemoveAll(member => ReferenceEquals(member.Value, placeholder));
        }
    }

    /// <summary>A tensor that is trained.</summary>
    /// <param name="name">Its name in the state.</param>
    /// <param name="value">The tensor; null for none.</param>
    public void Parameter(string name, [NotNullIfNotNull(nameof(value))] ref Tensor? value) => One(name, ref value, Parameters);

    /// <summary>A tensor that is not trained, and part of the module's state if persistent.</summary>
    /// <param name="name">Its name in the state.</param>
    /// <param name="value">The tensor; null for none.</param>
    /// <param name="persistent">Whether it is saved with the state.</param>
    public void Buffer(string name, [NotNullIfNotNull(nameof(value))] ref Tensor? value, bool persistent = true) =>
        One(name, ref value, persistent ? Buffers : NonPersistentBuffers);

    /// <summary>An inner module.</summary>
    /// <typeparam name="T">The type of the module.</typeparam>
    /// <param name="name">Its name in the state.</param>
    /// <param name="module">The module; null for none.</param>
    public void Module<T>(string name, ref T module) where T : Module? => One(name, ref module, Modules);

    /// <summary>Whether the base class was asked, which lists what was registered by hand.</summary>
    internal bool IsBaseCalled { get; set; }

    /// <summary>Whether a member was listed, also one that is null.</summary>
    internal bool HasAny => names.Count > 0;

    /// <summary>Fails unless a string can name a member.</summary>
    internal static void CheckName(string owner, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new AdjointException($"{owner}: \"{name}\" cannot name a member: names are not empty and have no dot.");
    }

    /// <summary>A member that was registered by hand.</summary>
    internal void Add(string name, object value, MemberRole role)
    {
        var tensor = value as Tensor;
        if (role == MemberRole.Parameter) Parameter(name, ref tensor);
        else if (role is MemberRole.Buffer or MemberRole.NonPersistentBuffer) Buffer(name, ref tensor, role == MemberRole.Buffer);
        else if (value is Module module) One(name, ref module, Modules);
    }

    /// <summary>The modules of a container, each with its name.</summary>
    internal void Children(ref List<(string Name, Module Module)> children)
    {
        List<(string Name, Module Module)> visited = children.ConvertAll(child =>
        {
            Module(child.Name, ref child.Module);
            return child;
        });
        if (cloner is not null) children = visited;
    }

    private void One<T, TListed>(string name, [NotNullIfNotNull(nameof(value))] ref T value, List<(string Name, TListed Value)> list)
        where T : class?, TListed?
        where TListed : class
    {
        if (cloner is not null)
        {
            value = cloner.Clone(value);
            return;
        }

        CheckName(owner, name);
        if (!names.Add(name)) throw new AdjointException($"{owner}: the name \"{name}\" is listed twice among its members.");
        if (value is not null) list.Add((name, value));
    }
}
