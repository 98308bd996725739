namespace Adjoint.Nn;

/// <summary>The p-norm of each window along one axis, [N, C, L] or [C, L]: (Σ xᵖ)^(1/p).</summary>
/// <inheritdoc/>
public sealed class LPPool1d(double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false)
    : LPPool(1, p, kernel, stride, ceilMode);
