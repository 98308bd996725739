using System.Diagnostics;
using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>
/// From the start of a process to the first line that it prints: the published example ChainRule, and Python importing
/// PyTorch for the same.
/// </summary>
internal static class Startup
{
    private const string Script = """
        import torch
        x = torch.tensor(3.0, requires_grad=True)
        c = torch.tensor(5.0, requires_grad=True)
        q = x * x / x.log()
        ((q + c) * (q - c)).backward()
        print(f"df/dx = {x.grad.item():.4f}", flush=True)
        """;

    public static Row Row { get; } = new("process start", "to the first result of examples/ChainRule", "")
    {
        Goals = [Goal.Ratio(Peer.Torch, 10)],
    };

    public static Outcome Run(string folder, int rounds, Limits limits)
    {
        var outcome = new Outcome(Row, 0, limits);
        string example = Path.Combine(folder, "build", "chainrule", "ChainRule");
        if (Python.Path.Length == 0)
        {
            outcome.Failures.Add($"{Peer.Torch} is not installed");
            return outcome;
        }

        var ours = new List<double>();
        var theirs = new List<double>();
        for (int round = 0; round <= rounds; round++)
        {
            (double time, string line) = First(example);
            (double peerTime, string peerLine) = First(Python.Path, "-c", Script);
            if (line != peerLine) outcome.Failures.Add($"printed \"{line}\", {Peer.Torch} printed \"{peerLine}\"");
            if (outcome.Failures.Count > 0) return outcome;
            if (round == 0) continue; // The files were not in memory.
            ours.Add(time);
            theirs.Add(peerTime);
        }

        outcome.Milliseconds = Spread.Of(ours);
        outcome.Peers.Add(new PeerOutcome(Peer.Torch, Spread.Of(theirs), Spread.OfRatios(theirs, ours), 0, null, null, null));
        return outcome;
    }

    private static (double Milliseconds, string Line) First(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string line = process.StandardOutput.ReadLine() ?? "";
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (time, line);
    }
}
