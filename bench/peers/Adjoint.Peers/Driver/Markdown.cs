namespace Adjoint.Peers.Driver;

/// <summary>The cells of the table.</summary>
internal static class Markdown
{
    public const string Header = """
        | row | threads | Adjoint | rate | of limit | peer | time | ratio | off by | goal |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>The lines of an outcome: one for each peer.</summary>
    public static IEnumerable<string> Lines(Outcome outcome)
    {
        string threads = outcome.Threads == 0 ? "" : $"{outcome.Threads}";
        string share = outcome.ShareOfLimit is { } limit ? Text.Invariant($"{100 * limit:F0} %") : "";
        bool measured = outcome.Milliseconds.Median > 0;
        string own = $"| {outcome.Row.Name} | {threads} | {(measured ? Text.Time(outcome.Milliseconds) : "")} | {Rate(outcome)} | {share} ";
        for (int i = 0; i < outcome.Peers.Count; i++)
        {
            PeerOutcome peer = outcome.Peers[i];
            yield return (i == 0 ? own : "| | | | | ")
                + $"| {peer.Peer} | {Text.Time(peer.Milliseconds)} | {Text.Ratio(peer.Ratio)} | {Error(outcome, peer)} "
                + $"| {(i == 0 ? Goals(outcome) : "")} |";
        }

        if (outcome.Peers.Count == 0) yield return own + $"| | | | | {Goals(outcome)} |";
        foreach (string note in Notes(outcome)) yield return $"| | | {note} | | | | | | | |";
    }

    /// <summary>The rate with its unit, if there is one.</summary>
    public static string Rate(Outcome outcome, string before = "") => outcome.Rate is { } rate
        ? $"{before}{Text.Number(rate)} {(outcome.Row.Work.Flops > 0 ? "GFLOP/s" : "GB/s")}"
        : "";

    private static string Goals(Outcome outcome) => string.Join("; ", outcome.Goals.Select(goal =>
        outcome.Reaches(goal) switch
        {
            true => $"{goal.Text}: met",
            false => $"**{goal.Text}: not met**",
            null => $"{goal.Text}: not measured",
        }));

    private static string Error(Outcome outcome, PeerOutcome peer)
    {
        string difference = Text.Invariant($"{peer.Difference:0.0e+0}");
        return outcome.Error is { } own && peer.Error is { } other
            ? difference + Text.Invariant($" (float64: {own:0.0e+0}, peer {other:0.0e+0})")
            : difference;
    }

    private static IEnumerable<string> Notes(Outcome outcome)
    {
        foreach (string failure in outcome.Failures) yield return $"**FAILED: {failure.Split('\n')[0].Replace('|', '/')}**";
        foreach (PeerOutcome peer in outcome.Peers)
        {
            if (outcome.PeakBytes is { } own && peer.PeakBytes is { } other)
                yield return Text.Invariant($"peak memory {own / 1e9:F2} GB, {peer.Peer} {other / 1e9:F2} GB: {own / other:F2}×");
            if (outcome.Accuracy is { } ours && peer.Accuracy is { } theirs)
                yield return Text.Invariant($"accuracy after 2 epochs {100 * ours:F2} %, {peer.Peer} {100 * theirs:F2} %");
        }
    }
}
