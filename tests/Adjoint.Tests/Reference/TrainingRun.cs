using System.Runtime.InteropServices;

namespace Adjoint.Tests.Reference;

/// <summary>What lenet.py writes.</summary>
/// <param name="State">The network's weights before the first step, float32, under PyTorch's names.</param>
/// <param name="Images">Bytes, [steps, batch, 1, height, width].</param>
/// <param name="Classes">For each step the classes of its images.</param>
/// <param name="Losses">For each step its loss in PyTorch.</param>
public sealed record TrainingRun(
    Dictionary<string, EncodedTensor> State, EncodedTensor Images, long[][] Classes, double[] Losses);

/// <summary>A tensor as its bytes, row-major and little-endian; base64 in JSON.</summary>
/// <param name="Shape">Sizes.</param>
/// <param name="Bytes">The elements.</param>
public sealed record EncodedTensor(int[] Shape, byte[] Bytes)
{
    /// <summary>The tensor, its elements read as T.</summary>
    public Tensor ToTensor<T>() where T : unmanaged => Tensor.From(MemoryMarshal.Cast<byte, T>(Bytes), Shape);
}
