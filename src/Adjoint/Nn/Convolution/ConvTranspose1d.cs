namespace Adjoint.Nn;

/// <summary>Transposed convolution along one axis, [N, C, L] or [C, L], with F filters.</summary>
/// <inheritdoc/>
public sealed class ConvTranspose1d(
    int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
    int groups = 1, bool bias = true, Spatial? dilation = null, Generator? random = null, DType type = DType.Float32)
    : ConvolutionTransposed(1, channels, filters, kernel, stride, padding, outputPadding, groups, bias, dilation, random, type);
