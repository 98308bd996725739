namespace Adjoint.Peers.Driver;

/// <summary>Says each row as it comes.</summary>
internal static class ConsoleReport
{
    public static void Print(Outcome outcome)
    {
        string threads = outcome.Threads == 0 ? "" : $", {outcome.Threads} thread{(outcome.Threads == 1 ? "" : "s")}";
        Console.WriteLine($"{outcome.Row.FullName}{threads}");
        if (outcome.Milliseconds.Median > 0)
            Console.WriteLine($"    {Stable.Adjoint,-18}{Text.Time(outcome.Milliseconds)}{Markdown.Rate(outcome, "  ")}");
        foreach (PeerOutcome peer in outcome.Peers)
            Console.WriteLine($"    {peer.Peer,-18}{Text.Time(peer.Milliseconds)}  ratio {Text.Ratio(peer.Ratio)}");
        foreach (string failure in outcome.Failures) Console.WriteLine($"    FAILED: {failure}");
    }
}
