namespace Adjoint.Nn;

/// <summary>Takes down what a module lists in <see cref="Module.Members"/>.</summary>
public sealed class MemberVisitor
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly string owner;

    internal MemberVisitor(string owner) => this.owner = owner;

    internal List<(string Name, Tensor Value)> Parameters { get; } = [];

    internal List<(string Name, Tensor Value)> Buffers { get; } = [];

    internal List<(string Name, Module Module)> Modules { get; } = [];

    /// <summary>A tensor that is trained. Null (a bias left out) is passed over.</summary>
    /// <exception cref="AdjointException">The name is empty, has a dot, or was listed before.</exception>
    public void Parameter(string name, Tensor? value)
    {
        if (Takes(name, value)) Parameters.Add((name, value!));
    }

    /// <summary>A tensor that belongs to the state but is not trained. Null is passed over.</summary>
    /// <exception cref="AdjointException">The name is empty, has a dot, or was listed before.</exception>
    public void Buffer(string name, Tensor? value)
    {
        if (Takes(name, value)) Buffers.Add((name, value!));
    }

    /// <summary>A module within the module. Null is passed over.</summary>
    /// <exception cref="AdjointException">The name is empty, has a dot, or was listed before.</exception>
    public void Module(string name, Module? module)
    {
        if (Takes(name, module)) Modules.Add((name, module!));
    }

    private bool Takes(string name, object? member)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new AdjointException($"{owner}: \"{name}\" cannot name a member: names are not empty and have no dot.");
        if (!names.Add(name)) throw new AdjointException($"{owner}: the name \"{name}\" is listed twice in Members.");
        return member is not null;
    }
}
