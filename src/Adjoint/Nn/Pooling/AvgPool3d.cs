namespace Adjoint.Nn;

/// <summary>The mean of each window over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class AvgPool3d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true, int? divisor = null)
    : AvgPool(3, kernel, stride, padding, ceilMode, countPadding, divisor);
