namespace Adjoint.Nn;

/// <summary>Walks a tree of modules, outer before inner. Nothing recurses: modules may be nested as deeply as one likes.</summary>
internal static class ModuleTree
{
    /// <summary>Every module once, where it is met first.</summary>
    public static List<ModuleEntry> Distinct(Module root)
    {
        var entries = new List<ModuleEntry>();
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Place>([new Place(null, "", root)]);
        while (waiting.TryPop(out Place place))
            if (seen.Add(place.Module)) Visit(place, entries, waiting);
        return entries;
    }

    /// <summary>Every module as often as it is listed: a state has shared members under each of their names.</summary>
    /// <exception cref="AdjointException">A module contains itself.</exception>
    public static List<ModuleEntry> All(Module root)
    {
        var entries = new List<ModuleEntry>();
        var around = new HashSet<Module>(ReferenceEqualityComparer.Instance); // the modules that contain the next one
        var waiting = new Stack<Place>([new Place(null, "", root)]);
        while (waiting.TryPop(out Place place))
        {
            if (place.IsEnd)
            {
                around.Remove(place.Module);
                continue;
            }

            if (!around.Add(place.Module))
                throw new AdjointException(
                    $"{place.Module.GetType().Name}: the module at \"{place.Outer!.Name(place.Name)}\" contains itself.");
            waiting.Push(place with { IsEnd = true });
            Visit(place, entries, waiting);
        }

        return entries;
    }

    private static void Visit(Place place, List<ModuleEntry> entries, Stack<Place> waiting)
    {
        var entry = new ModuleEntry(place.Outer, place.Name, place.Module);
        entries.Add(entry);
        List<(string Name, Module Module)> inner = entry.Members.Modules;
        for (int i = inner.Count - 1; i >= 0; i--) waiting.Push(new Place(entry, inner[i].Name, inner[i].Module));
    }

    /// <summary>A module that is listed in another one; or the end of its own.</summary>
    private readonly record struct Place(ModuleEntry? Outer, string Name, Module Module, bool IsEnd = false);
}
