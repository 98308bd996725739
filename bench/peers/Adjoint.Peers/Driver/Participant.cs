using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Adjoint.Peers.Driver;

/// <summary>
/// A worker process. It is stopped by signal whenever it is not its turn, so that its idle threads may spin as their
/// library likes and disturb nobody.
/// </summary>
internal sealed class Participant : IDisposable
{
    private readonly string name;
    private readonly Process process;

    private Participant(string name, Process process) => (this.name, this.process) = (name, process);

    /// <summary>What it says about its version.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts a worker and waits until it is ready.</summary>
    public static Participant Start(
        string name, IReadOnlyList<string> command, string folder, KeyValuePair<string, string>[] environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach ((string variable, string value) in environment) start.Environment[variable] = value;
        var participant = new Participant(name, Process.Start(start)!);
        Running.Add(participant.process);
        participant.Version = participant.Ask(new JsonObject { ["command"] = "hello" })["version"]!.GetValue<string>();
        return participant;
    }

    /// <summary>Sends a request and waits for the answer; the process runs only meanwhile.</summary>
    /// <exception cref="ParticipantException">It answers with an error, or not at all.</exception>
    public JsonObject Ask(JsonObject request)
    {
        Signal.Continue(process.Id);
        process.StandardInput.WriteLine(request.ToJsonString());
        process.StandardInput.Flush();
        string line = process.StandardOutput.ReadLine()
            ?? throw new ParticipantException($"{name} ended while it was to {request["command"]}.");
        Signal.Stop(process.Id);
        JsonObject answer = JsonNode.Parse(line)!.AsObject();
        if (answer["error"] is { } error) throw new ParticipantException($"{name}: {error}");
        return answer;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        Running.Remove(process);
        process.Dispose();
    }
}
