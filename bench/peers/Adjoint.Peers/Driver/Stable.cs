using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>The participants: how to start each, and those that stay from row to row.</summary>
internal sealed class Stable(string folder) : IDisposable
{
    public const string Adjoint = "Adjoint";

    private readonly Dictionary<string, Participant> staying = [];

    /// <summary>What each participant that ever started said about its version.</summary>
    public Dictionary<string, string> Versions { get; } = [];

    /// <summary>The participant that stays.</summary>
    public Participant Get(string name)
    {
        if (!staying.TryGetValue(name, out Participant? participant)) staying[name] = participant = Fresh(name);
        return participant;
    }

    /// <summary>Whether the peer is installed.</summary>
    public bool Has(string name) => name == Adjoint || Command(name).All(part => !part.StartsWith(folder, StringComparison.Ordinal) || File.Exists(part));

    /// <summary>Ends one that has failed; the next row gets another.</summary>
    public void Drop(string name)
    {
        if (staying.Remove(name, out Participant? participant)) participant.Dispose();
    }

    /// <summary>A new participant, which the caller disposes.</summary>
    public Participant Fresh(string name)
    {
        Participant participant = Participant.Start(name, Command(name), folder);
        Versions[name] = participant.Version;
        return participant;
    }

    public void Dispose()
    {
        foreach (Participant participant in staying.Values) participant.Dispose();
    }

    private string[] Command(string name) => name switch
    {
        Adjoint => [Environment.ProcessPath!, "worker"],
        Peer.Torch => [Python.Path, Path.Combine(folder, "pytorch", "worker.py")],
        Peer.OnnxRuntime => ["node", Path.Combine(folder, "onnxruntime", "worker.mjs")],
        Peer.AdolC => [Path.Combine(folder, "build", "adolc-worker")],
        _ => throw new ArgumentException($"There is no peer {name}."),
    };
}
