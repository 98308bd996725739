using System.Text.Json.Nodes;

namespace Adjoint.Peers.Rows;

/// <summary>Matrix products: squares, tall and skinny shapes, transposed operands.</summary>
internal static class MatMulRows
{
    public static IEnumerable<Row> All =>
    [
        Make(256, 256, 256), Make(512, 512, 512), Make(1024, 1024, 1024), Make(2048, 2048, 2048),
        Make(4096, 64, 4096), Make(64, 4096, 64), Make(4096, 4096, 8), Make(8, 4096, 4096), Make(1, 4096, 4096),
        Make(128, 3136, 128), Make(10_000, 100, 10),
        Make(1024, 1024, 1024, true), Make(1024, 1024, 1024, false, true), Make(1024, 1024, 1024, true, true),
        Make(128, 3136, 128, false, true), Make(3136, 128, 128, true),
    ];

    private static Row Make(int m, int k, int n, bool transposeA = false, bool transposeB = false)
    {
        string name = m == k && k == n ? $"{m}" : $"{m}×{k} · {k}×{n}";
        if (transposeA || transposeB) name += $" {(transposeA ? "Aᵀ" : "A")}{(transposeB ? "Bᵀ" : "B")}";
        var goals = new List<Goal> { Goal.Ratio(Peer.Torch, 1.1, threads: 0) };
        if (Math.Min(Math.Min(m, n), k) >= 1024)
        {
            goals.Add(Goal.OfLimit(0.90, 1));
            goals.Add(Goal.OfLimit(0.85, 2));
        }

        return new Row("matmul", name, "matmul")
        {
            Arguments = new JsonObject
            {
                ["m"] = m,
                ["k"] = k,
                ["n"] = n,
                ["transposeA"] = transposeA,
                ["transposeB"] = transposeB,
            },
            Peers = [Peer.Torch, Peer.WideTorch],
            Work = Work.OfFlops(2.0 * m * k * n),
            Goals = [.. goals],
        };
    }
}
