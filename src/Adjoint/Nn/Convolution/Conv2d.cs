namespace Adjoint.Nn;

/// <summary>
/// Convolution of images [N, C, H, W] (or one image [C, H, W]) with F filters → [N, F, H', W'], where
/// H' = ⌊(H + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
/// <inheritdoc/>
public sealed class Conv2d(
    int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null,
    int groups = 1, bool bias = true, Generator? random = null, DType type = DType.Float32, bool same = false,
    PadMode paddingMode = PadMode.Constant)
    : Convolution(2, channels, filters, kernel, stride, padding, dilation, groups, bias, random, type, same, paddingMode)
{
    /// <summary>The layer with a relu after it, in one pass.</summary>
    internal Tensor Rectified(Tensor x)
    {
        (Tensor padded, Spatial rest) = Padded(x);
        return padded.Conv2dRelu(Weight, Bias, Stride, rest, Dilation, Groups);
    }
}
