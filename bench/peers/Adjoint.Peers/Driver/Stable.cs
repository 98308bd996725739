using System.Runtime.Intrinsics;
using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>The participants: how to start each, and those that stay from row to row.</summary>
internal sealed class Stable(string folder) : IDisposable
{
    public const string Adjoint = "Adjoint";

    private readonly Dictionary<string, Participant> staying = [];

    /// <summary>What each participant that ever started said about its version.</summary>
    public Dictionary<string, string> Versions { get; } = [];

    /// <summary>What PyTorch is started with besides the environment of this process.</summary>
    public KeyValuePair<string, string>[] TorchEnvironment { get; set; } = [];

    /// <summary>The participant that stays.</summary>
    public Participant Get(string name)
    {
        if (!staying.TryGetValue(name, out Participant? participant)) staying[name] = participant = Fresh(name);
        return participant;
    }

    /// <summary>Whether the peer is installed.</summary>
    public bool Has(string name) => name switch
    {
        Adjoint => true,
        Peer.Torch => Python.Path.Length > 0,
        Peer.WideTorch => Python.Path.Length > 0 && Vector512.IsHardwareAccelerated,
        Peer.OnnxRuntime => File.Exists(Path.Combine(folder, "build", "vgg16.onnx"))
            && Directory.Exists(Path.Combine(folder, "onnxruntime", "node_modules")),
        _ => File.Exists(Command(name)[0]),
    };

    /// <summary>Ends one that has failed; the next row gets another.</summary>
    public void Drop(string name)
    {
        if (staying.Remove(name, out Participant? participant)) participant.Dispose();
    }

    /// <summary>A new participant, which the caller disposes.</summary>
    public Participant Fresh(string name)
    {
        Participant participant = Participant.Start(name, Command(name), folder, Environment(name));
        Versions[name] = participant.Version;
        return participant;
    }

    public void Dispose()
    {
        foreach (Participant participant in staying.Values) participant.Dispose();
    }

    private KeyValuePair<string, string>[] Environment(string name) => name switch
    {
        Peer.Torch => TorchEnvironment,
        Peer.WideTorch => [.. TorchEnvironment, new("OPENBLAS_CORETYPE", "SkylakeX"), new("ATEN_CPU_CAPABILITY", "avx512")],
        _ => [],
    };

    private string[] Command(string name) => name switch
    {
        Adjoint => [System.Environment.ProcessPath!, "worker"],
        Peer.Torch or Peer.WideTorch => [Python.Path, Path.Combine(folder, "pytorch", "worker.py")],
        Peer.OnnxRuntime => ["node", Path.Combine(folder, "onnxruntime", "worker.mjs")],
        Peer.AdolC => [Path.Combine(folder, "build", "adolc-worker")],
        _ => throw new ArgumentException($"There is no peer {name}."),
    };
}
