namespace Adjoint.Nn;

/// <summary>Walks a tree of modules, outer before inner.</summary>
internal static class ModuleTree
{
    /// <summary>Every module once, where it is met first.</summary>
    public static List<ModuleEntry> Distinct(Module root) =>
        Walk("", root, [], new HashSet<Module>(ReferenceEqualityComparer.Instance), distinct: true);

    /// <summary>Every module as often as it is listed: a state has shared members under each of their names.</summary>
    /// <exception cref="AdjointException">A module contains itself.</exception>
    public static List<ModuleEntry> All(Module root) =>
        Walk("", root, [], new HashSet<Module>(ReferenceEqualityComparer.Instance), distinct: false);

    // seen: all modules so far if distinct, otherwise the modules that contain this one.
    private static List<ModuleEntry> Walk(string path, Module module, List<ModuleEntry> entries, HashSet<Module> seen, bool distinct)
    {
        if (!seen.Add(module))
        {
            if (distinct) return entries;
            throw new AdjointException($"{module.GetType().Name}: the module at \"{path}\" contains itself.");
        }

        var entry = new ModuleEntry(path, module, module.ListMembers());
        entries.Add(entry);
        foreach ((string name, Module inner) in entry.Members.Modules)
            Walk(entry.Name(name), inner, entries, seen, distinct);
        if (!distinct) seen.Remove(module);
        return entries;
    }
}
