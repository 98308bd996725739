namespace Adjoint.Nn;

/// <summary>The mean of each window over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class AvgPool2d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true, int? divisor = null)
    : AvgPool(2, kernel, stride, padding, ceilMode, countPadding, divisor);
