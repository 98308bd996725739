namespace Adjoint.Nn;

/// <summary>The largest of each window over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class MaxPool3d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    : MaxPool(3, kernel, stride, padding, dilation, ceilMode);
