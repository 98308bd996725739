using System.Text;

namespace Adjoint.Nn;

/// <summary>Compares a module's state with one that is to be loaded.</summary>
internal static class StateCheck
{
    /// <summary>Throws one error for everything that does not fit; if not strict, returns the names that differ.</summary>
    public static StateDifference Compare(
        string module, List<(string Name, Tensor Value)> own, IReadOnlyDictionary<string, Tensor> state, bool strict)
    {
        var missing = new List<string>();
        var misshapen = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Tensor value) in own)
        {
            known.Add(name);
            if (!state.TryGetValue(name, out Tensor? given) || given is null) missing.Add(name);
            else if (given.Shape != value.Shape) misshapen.Add($"{name} is {value.Shape} here and {given.Shape} in the state");
        }

        List<string> unexpected = [.. state.Keys.Where(name => !known.Contains(name))];
        var text = new StringBuilder();
        if (strict) List(text, "missing", missing);
        if (strict) List(text, "unexpected", unexpected);
        List(text, "misshapen", misshapen);
        if (text.Length > 0) throw new AdjointException($"LoadStateDict: the state does not fit {module}.{text}");
        return new StateDifference(missing, unexpected);
    }

    private static void List(StringBuilder text, string what, List<string> names)
    {
        if (names.Count > 0) text.Append(' ').Append(what).Append(": ").AppendJoin(", ", names).Append('.');
    }
}
