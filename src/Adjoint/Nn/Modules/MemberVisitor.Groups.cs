namespace Adjoint.Nn;

/// <remarks>
/// A group is an array, list or dictionary of members. They are named <c>name.0</c>, <c>name.1</c>, … or <c>name.key</c>, and
/// printed as PyTorch's ModuleList or ModuleDict. The clone of a read-only list is an array.
/// </remarks>
public sealed partial class MemberVisitor
{
    /// <summary>An array of modules or tensors.</summary>
    /// <typeparam name="T">A module or a tensor.</typeparam>
    /// <param name="role">Whether its items are modules, parameters or buffers.</param>
    /// <param name="name">The name before that of each item: <c>name.0</c>.</param>
    /// <param name="items">The items; replaced by clones while the module is cloned.</param>
    public void Group<T>(MemberRole role, string name, ref T[]? items) where T : class?
    {
        if (cloner is null) List(role, name, items);
        else if (items is not null) items = Array.ConvertAll(items, cloner.Clone);
    }

    /// <summary>A list of modules or tensors.</summary>
    /// <typeparam name="T">A module or a tensor.</typeparam>
    /// <param name="role">Whether its items are modules, parameters or buffers.</param>
    /// <param name="name">The name before that of each item: <c>name.0</c>.</param>
    /// <param name="items">The items; replaced by clones while the module is cloned.</param>
    public void Group<T>(MemberRole role, string name, ref List<T>? items) where T : class?
    {
        if (cloner is null) List(role, name, items);
        else items = items?.ConvertAll(cloner.Clone);
    }

    /// <summary>A read-only list of modules or tensors.</summary>
    /// <typeparam name="T">A module or a tensor.</typeparam>
    /// <param name="role">Whether its items are modules, parameters or buffers.</param>
    /// <param name="name">The name before that of each item: <c>name.0</c>.</param>
    /// <param name="items">The items; replaced by clones while the module is cloned.</param>
    public void Group<T>(MemberRole role, string name, ref IReadOnlyList<T>? items) where T : class?
    {
        if (cloner is null) List(role, name, items);
        else if (items is not null) items = Array.ConvertAll(items.ToArray(), cloner.Clone);
    }

    /// <summary>A dictionary of modules or tensors by name.</summary>
    /// <typeparam name="T">A module or a tensor.</typeparam>
    /// <param name="role">Whether its items are modules, parameters or buffers.</param>
    /// <param name="name">The name before that of each item: <c>name.key</c>.</param>
    /// <param name="items">The items; replaced by clones while the module is cloned.</param>
    public void Group<T>(MemberRole role, string name, ref Dictionary<string, T>? items) where T : class?
    {
        if (cloner is null) Dictionary(role, name, items);
        else if (items is not null) items = new Dictionary<string, T>(items.Select(Cloned), items.Comparer);
    }

    /// <summary>An ordered dictionary of modules or tensors by name.</summary>
    /// <typeparam name="T">A module or a tensor.</typeparam>
    /// <param name="role">Whether its items are modules, parameters or buffers.</param>
    /// <param name="name">The name before that of each item: <c>name.key</c>.</param>
    /// <param name="items">The items; replaced by clones while the module is cloned.</param>
    public void Group<T>(MemberRole role, string name, ref OrderedDictionary<string, T>? items) where T : class?
    {
        if (cloner is null) Dictionary(role, name, items);
        else if (items is not null) items = new OrderedDictionary<string, T>(items.Select(Cloned), items.Comparer);
    }

    /// <summary>A read-only dictionary of modules or tensors by name.</summary>
    /// <typeparam name="T">A module or a tensor.</typeparam>
    /// <param name="role">Whether its items are modules, parameters or buffers.</param>
    /// <param name="name">The name before that of each item: <c>name.key</c>.</param>
    /// <param name="items">The items; replaced by clones while the module is cloned.</param>
    public void Group<T>(MemberRole role, string name, ref IReadOnlyDictionary<string, T>? items) where T : class?
    {
        if (cloner is null) Dictionary(role, name, items);
        else if (items is not null) items = new OrderedDictionary<string, T>(items.Select(Cloned));
    }

    private KeyValuePair<string, T> Cloned<T>(KeyValuePair<string, T> item) where T : class? => new(item.Key, cloner!.Clone(item.Value));

    private void List<T>(MemberRole role, string name, IEnumerable<T>? items) where T : class? =>
        Add(role, name, "List", items?.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), (object?)item)));

    private void Dictionary<T>(MemberRole role, string name, IEnumerable<KeyValuePair<string, T>>? items) where T : class? =>
        Add(role, name, "Dict", items?.Select(item => (item.Key, (object?)item.Value)));

    private void Add(MemberRole role, string name, string suffix, IEnumerable<(string Name, object? Item)>? items)
    {
        MemberGroup? group = items is null ? null : new MemberGroup(role, suffix, [.. items]);
        Module(name, ref group);
    }
}
