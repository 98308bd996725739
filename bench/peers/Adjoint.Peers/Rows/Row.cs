using System.Text.Json.Nodes;

namespace Adjoint.Peers.Rows;

/// <summary>A row of the table: one workload, who runs it, and what is expected.</summary>
/// <param name="Section">The heading it stands under.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Workload">The workload's name in all workers.</param>
internal sealed record Row(string Section, string Name, string Workload)
{
    /// <summary>Section and name.</summary>
    public string FullName => $"{Section}: {Name}";

    /// <summary>The workload's arguments.</summary>
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Arguments that <c>--quick</c> uses instead.</summary>
    public JsonObject? QuickArguments { get; init; }

    /// <summary>How much work one run is.</summary>
    public Work Work { get; init; }

    /// <summary>Whom Adjoint is measured against.</summary>
    public string[] Peers { get; init; } = [Peer.Torch];

    /// <summary>Further ones, for whom <c>--quick</c> has no time.</summary>
    public string[] FurtherPeers { get; init; } = [];

    /// <summary>
    /// Largest difference of each output from a peer's and from the referee's, in units of the root of its mean square;
    /// one for all, or one for each.
    /// </summary>
    public double[] Tolerances { get; init; } = [1e-5];

    /// <summary>Whether PyTorch computes the outputs in float64 too, as a referee.</summary>
    public bool HasReferee { get; init; } = true;

    /// <summary>Whether every participant gets a process of its own, so that peak memory is this row's.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Whether <c>--quick</c> runs it.</summary>
    public bool IsQuick { get; init; } = true;

    /// <summary>Whether <c>--quick</c> runs it with the largest number of threads only.</summary>
    public bool IsLong { get; init; }

    /// <summary>What is to be reached.</summary>
    public Goal[] Goals { get; init; } = [];
}
