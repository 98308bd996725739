namespace Adjoint.Peers.Driver;

/// <summary>The Python that has PyTorch; the script that starts this program has looked for it.</summary>
internal static class Python
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("PEERS_PYTHON") ?? "";
}
