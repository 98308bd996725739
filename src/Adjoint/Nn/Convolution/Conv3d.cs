namespace Adjoint.Nn;

/// <summary>Convolution over three axes, [N, C, D, H, W] or [C, D, H, W], with F filters.</summary>
/// <inheritdoc/>
public sealed class Conv3d(
    int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null,
    int groups = 1, bool bias = true, Generator? random = null, DType type = DType.Float32, bool same = false,
    PadMode paddingMode = PadMode.Constant)
    : Convolution(3, channels, filters, kernel, stride, padding, dilation, groups, bias, random, type, same, paddingMode);
