namespace Adjoint.Nn;

/// <summary>Transposed convolution over three axes, [N, C, D, H, W] or [C, D, H, W], with F filters.</summary>
/// <inheritdoc/>
public sealed class ConvTranspose3d(
    int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
    int groups = 1, bool bias = true, Spatial? dilation = null, Generator? random = null, DType type = DType.Float32)
    : ConvolutionTransposed(3, channels, filters, kernel, stride, padding, outputPadding, groups, bias, dilation, random, type);
