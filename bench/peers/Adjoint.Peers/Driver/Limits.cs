using System.Text.Json.Nodes;
using Adjoint.Peers.Rows;
using Adjoint.Peers.Workloads;

namespace Adjoint.Peers.Driver;

/// <summary>
/// What the machine can do at most, measured in the same run: multiply-adds in registers, and bytes read and written past
/// the caches. The best of all measurements counts.
/// </summary>
internal sealed class Limits
{
    private readonly Dictionary<int, double> flops = [];
    private readonly Dictionary<int, double> inPlace = [];
    private readonly Dictionary<int, double> streamed = [];

    /// <summary>The numbers of threads measured.</summary>
    public IEnumerable<int> Threads => flops.Keys;

    public double Gigaflops(int threads) => flops[threads] / 1e9;

    public double InPlaceGigabytes(int threads) => inPlace[threads] / 1e9;

    public double StreamedGigabytes(int threads) => streamed[threads] / 1e9;

    /// <summary>Measures, or measures again and keeps the best.</summary>
    public void Measure(Participant adjoint, int[] threadCounts, int rounds)
    {
        foreach (int threads in threadCounts)
        {
            Keep(flops, threads, FmaLimit.FlopsPerThread * threads / Best(adjoint, "fma", [], threads, rounds));
            Keep(inPlace, threads, BandwidthLimit.Bytes / Best(adjoint, "bandwidth", new() { ["inPlace"] = true }, threads, rounds));
            Keep(streamed, threads, BandwidthLimit.Bytes / Best(adjoint, "bandwidth", [], threads, rounds));
        }
    }

    /// <summary>The rate of some work done in a time, in GFLOP/s or GB/s, and its share of the limit.</summary>
    public (double Rate, double Share)? Judge(Work work, double milliseconds, int threads)
    {
        if (!flops.ContainsKey(threads) || milliseconds == 0) return null;
        if (work.Flops > 0) return Judge(work.Flops / milliseconds / 1e6, Gigaflops(threads));
        if (work.Bytes > 0)
            return Judge(work.Bytes / milliseconds / 1e6, Math.Max(InPlaceGigabytes(threads), StreamedGigabytes(threads)));
        return null;
    }

    private static (double Rate, double Share) Judge(double rate, double limit) => (rate, rate / limit);

    private static double Best(Participant adjoint, string workload, JsonObject arguments, int threads, int rounds)
    {
        adjoint.Ask(new JsonObject { ["command"] = "begin", ["workload"] = workload, ["arguments"] = arguments });
        adjoint.Ask(new JsonObject { ["command"] = "warm", ["threads"] = threads, ["minimum"] = 50 });
        var lane = new Lane();
        for (int round = 0; round < rounds; round++) lane.Add(adjoint.Ask(new JsonObject { ["command"] = "measure" }));
        adjoint.Ask(new JsonObject { ["command"] = "end" });
        return lane.Time.Min / 1000;
    }

    private static void Keep(Dictionary<int, double> rates, int threads, double rate) =>
        rates[threads] = Math.Max(rate, rates.GetValueOrDefault(threads));
}
