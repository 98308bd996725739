namespace Adjoint.Nn;

/// <summary>Transposed convolution over two axes, [N, C, H, W] or [C, H, W], with F filters.</summary>
/// <inheritdoc/>
public sealed class ConvTranspose2d(
    int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
    int groups = 1, bool bias = true, Spatial? dilation = null, Generator? random = null, DType type = DType.Float32)
    : ConvolutionTransposed(2, channels, filters, kernel, stride, padding, outputPadding, groups, bias, dilation, random, type);
