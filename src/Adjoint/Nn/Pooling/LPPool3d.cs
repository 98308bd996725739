namespace Adjoint.Nn;

/// <summary>The p-norm of each window over three axes, [N, C, D, H, W] or [C, D, H, W]: (Σ xᵖ)^(1/p).</summary>
/// <inheritdoc/>
public sealed class LPPool3d(double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false)
    : LPPool(3, p, kernel, stride, ceilMode);
