using System.Text.Json.Nodes;
using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>
/// How PyTorch's threads wait for each other: spinning is faster where the processors are theirs alone, and slower by
/// orders of magnitude where they are not. Both are tried, and the faster serves PyTorch in all rows.
/// </summary>
internal static class WaitPolicy
{
    private const string Variable = "OMP_WAIT_POLICY";
    private const int Rounds = 7;

    /// <summary>The environment to start PyTorch with, and a word on it.</summary>
    public static (KeyValuePair<string, string>[] Environment, string Text) Choose(Stable stable, int threads)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } given) return ([], $"threads wait as OMP_WAIT_POLICY={given} says");
        if (threads == 1) return ([], "threads: one, which waits for nobody");
        double spinning = Score(stable, [], threads);
        KeyValuePair<string, string>[] passive = [new(Variable, "PASSIVE")];
        return Score(stable, passive, threads) < spinning
            ? (passive, "threads wait passively, which was the faster of both ways when tried")
            : ([], "threads wait by spinning, which was the faster of both ways when tried");
    }

    /// <summary>The sum of logarithms of the times of some workloads.</summary>
    private static double Score(Stable stable, KeyValuePair<string, string>[] environment, int threads)
    {
        stable.TorchEnvironment = environment;
        using Participant torch = stable.Fresh(Peer.Torch);
        string[] probes = ["batch norm: [2, 5, 10, 10]", "max pool 2×2: [10, 25, 20, 20]", "conv2d: 64×16×28→32 3×3 forward"];
        return Catalogue.All.Where(row => probes.Contains(row.FullName)).Sum(row => Math.Log(Time(torch, row, threads)));
    }

    private static double Time(Participant torch, Row row, int threads)
    {
        torch.Ask(new JsonObject { ["command"] = "begin", ["workload"] = row.Workload, ["arguments"] = row.Arguments.DeepClone() });
        torch.Ask(new JsonObject { ["command"] = "warm", ["threads"] = threads, ["minimum"] = 20 });
        var lane = new Lane();
        for (int round = 0; round < Rounds; round++) lane.Add(torch.Ask(new JsonObject { ["command"] = "measure" }));
        return lane.Time.Median;
    }
}
