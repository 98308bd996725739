namespace Adjoint.Nn;

/// <summary>The largest of each window along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class MaxPool1d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    : MaxPool(1, kernel, stride, padding, dilation, ceilMode);
