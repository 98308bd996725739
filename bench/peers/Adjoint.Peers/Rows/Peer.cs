namespace Adjoint.Peers.Rows;

/// <summary>The names of the peers.</summary>
internal static class Peer
{
    public const string Torch = "PyTorch";
    public const string OnnxRuntime = "ONNX Runtime";
    public const string AdolC = "ADOL-C";
}
