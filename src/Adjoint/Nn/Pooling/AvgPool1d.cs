namespace Adjoint.Nn;

/// <summary>The mean of each window along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class AvgPool1d(
    Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true)
    : AvgPool(1, kernel, stride, padding, ceilMode, countPadding, null);
