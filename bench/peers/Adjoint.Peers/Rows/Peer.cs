namespace Adjoint.Peers.Rows;

/// <summary>The names of the peers.</summary>
internal static class Peer
{
    public const string Torch = "PyTorch";

    /// <summary>
    /// PyTorch told to use AVX-512: by itself it keeps to AVX2, and so does an OpenBLAS older than the processor.
    /// </summary>
    public const string WideTorch = "PyTorch, AVX-512";

    public const string OnnxRuntime = "ONNX Runtime";
    public const string AdolC = "ADOL-C";
}
