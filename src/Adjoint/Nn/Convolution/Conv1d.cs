namespace Adjoint.Nn;

/// <summary>Convolution along one axis, [N, C, L] or [C, L], with F filters.</summary>
/// <inheritdoc/>
public sealed class Conv1d(
    int channels, int filters, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null,
    int groups = 1, bool bias = true, Generator? random = null, DType type = DType.Float32, bool same = false,
    PadMode paddingMode = PadMode.Constant)
    : Convolution(1, channels, filters, kernel, stride, padding, dilation, groups, bias, random, type, same, paddingMode);
