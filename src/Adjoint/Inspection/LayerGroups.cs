using Adjoint.Nn;

namespace Adjoint.Inspection;

/// <summary>Takes the rows of a report together by the modules that they are in.</summary>
public static class LayerGroups
{
    /// <summary>
    /// The rows, where those more than so many modules deep are one row for the module: parameters, work and memory added
    /// up, output and receptive field those of the last.
    /// </summary>
    /// <param name="report">The report of the model.</param>
    /// <param name="depth">How many modules deep rows are shown by themselves, from 1.</param>
    /// <returns>The rows, in their order.</returns>
    public static IReadOnlyList<LayerReport> At(ModelReport report, int depth)
    {
        ArgumentNullException.ThrowIfNull(report);
        var kinds = report.Model.NamedModules().ToDictionary(named => named.Name, named => named.Module);
        var groups = new List<List<LayerReport>>();
        string? current = null;
        foreach (LayerReport row in report.Layers)
        {
            string path = Path(row.Name, depth);
            if (groups.Count == 0 || path != current || path == row.Name) groups.Add([]);
            groups[^1].Add(row);
            current = path;
        }

        return [.. groups.Select(group => group.Count == 1 && Path(group[0].Name, depth) == group[0].Name
            ? group[0]
            : Together(Path(group[0].Name, depth), kinds, group))];
    }

    private static LayerReport Together(string path, Dictionary<string, Module> modules, List<LayerReport> group)
    {
        LayerReport last = group.FindLast(row => row.WasRun) ?? group[^1];
        Module? module = modules.GetValueOrDefault(path);
        return last with
        {
            Name = path,
            Kind = module?.GetType().Name ?? last.Kind,
            Module = module,
            Input = group[0].Input,
            Parameters = group.Sum(row => row.Parameters),
            Formula = string.Join(" + ", group.Select(row => row.Formula).Where(formula => formula.Length > 0)),
            IsShared = group.TrueForAll(row => row.IsShared),
            IsFrozen = group.Exists(row => row.IsFrozen) && group.TrueForAll(row => row.IsFrozen || row.Parameters == 0),
            Work = group.Aggregate(default(Work), (work, row) => work + row.Work),
            ActivationBytes = group.Sum(row => row.ActivationBytes),
            Calls = [.. group.SelectMany(row => row.Calls)],
        };
    }

    /// <summary>The first parts of a name.</summary>
    private static string Path(string name, int depth)
    {
        int end = -1;
        for (int part = 0; part < depth; part++)
        {
            end = name.IndexOfAny(['.', '/'], end + 1);
            if (end < 0) return name;
        }

        return name[..end];
    }
}
