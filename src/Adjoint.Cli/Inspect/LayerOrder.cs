using Adjoint.Inspection;

namespace Adjoint.Cli;

/// <summary>Which rows of a table are shown, and in which order.</summary>
internal static class LayerOrder
{
    private static readonly Dictionary<string, Func<LayerReport, double>> Keys = new()
    {
        ["parameters"] = layer => layer.Parameters,
        ["macs"] = layer => layer.Work.Macs,
        ["flops"] = layer => layer.Work.Flops,
        ["memory"] = layer => layer.ActivationBytes,
        ["field"] = layer => layer.Field is { } field ? field.Axes.Max(axis => axis.IsWhole ? double.PositiveInfinity : axis.Size) : 0,
    };

    /// <summary>What rows can be sorted by.</summary>
    public static IReadOnlyCollection<string> Names => Keys.Keys;

    /// <summary>The rows that match, sorted if a key is given; equal ones stay as they were.</summary>
    public static IReadOnlyList<LayerReport> Arrange(IEnumerable<LayerReport> rows, string? filter, string? sort)
    {
        if (filter is not null)
        {
            rows = rows.Where(row =>
                row.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)
                    || row.Kind.Contains(filter, StringComparison.OrdinalIgnoreCase));
        }

        return sort is null ? [.. rows] : [.. rows.OrderByDescending(Keys[sort])];
    }
}
