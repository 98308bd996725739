using System.Text.Json.Nodes;

namespace Adjoint.Peers.Rows;

/// <summary>What memory bounds, at a thousand to ten million elements: chains, softmax, normalisation, pooling, sums.</summary>
internal static class MemoryRows
{
    /// <summary>Elements above which nothing stays in the caches of present machines, all operands together.</summary>
    private const int OutOfCache = 10_000_000;

    private static readonly int[][] Images =
        [[2, 5, 10, 10], [4, 25, 10, 10], [10, 25, 20, 20], [16, 25, 50, 50], [40, 100, 50, 50]];

    private static readonly int[][] Cubes = [[10, 10, 10], [20, 25, 20], [40, 50, 50], [100, 100, 100], [200, 250, 200]];

    public static IEnumerable<Row> All =>
    [
        // Bytes are those of the operations one by one, each reading its inputs and writing its result.
        .. Flat("arithmetic chain", "arithmetic", 44), .. Flat("exponential chain", "exponential", 48),
        .. Matrix("softmax", "softmax"), .. Matrix("layer norm", "layer-norm"),
        .. Images.Select(shape => Make("batch norm", "batch-norm", shape, 8)),
        .. Images.Select(shape => Make("max pool 2×2", "max-pool", shape, 5)),
        .. Cubes.SelectMany(shape => Enumerable.Range(-1, 4).Select(axis => Sum(shape, axis))),
    ];

    private static IEnumerable<Row> Flat(string name, string workload, double bytes) =>
        from count in Counts select Make(name, workload, [count], bytes);

    private static IEnumerable<Row> Matrix(string name, string workload) =>
        from count in Counts select Make(name, workload, [count / 1000, 1000], 8);

    private static int[] Counts => [1000, 10_000, 100_000, 1_000_000, 10_000_000];

    private static Row Sum(int[] shape, int axis) =>
        Make(axis < 0 ? "sum over all axes" : $"sum over axis {axis}", "sum", shape, 4, axis);

    /// <summary>A row for a shape, with the bytes that an element costs at least.</summary>
    private static Row Make(string name, string workload, int[] shape, double bytes, int axis = -1)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        Goal[] goals = [Goal.Ratio(Peer.Torch, 1.2)];
        if (count >= OutOfCache) goals = [.. goals, Goal.OfLimit(0.80, 2)];
        return new Row(name, $"[{string.Join(", ", shape)}]", workload)
        {
            Arguments = new JsonObject { ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]), ["axis"] = axis },
            FurtherPeers = [Peer.WideTorch],
            Work = Work.OfBytes(bytes * count),
            // Sums of numbers of both signs cancel.
            Tolerances = [workload == "sum" ? 1e-4 : 1e-5],
            IsQuick = count is 1000 or 100_000 or OutOfCache,
            Goals = goals,
        };
    }
}
