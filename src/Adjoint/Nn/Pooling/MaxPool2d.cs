namespace Adjoint.Nn;

/// <summary>The largest of each window over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class MaxPool2d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    : MaxPool(2, kernel, stride, padding, dilation, ceilMode);
