namespace Adjoint.Nn;

/// <summary>The p-norm of each window over two axes, [N, C, H, W] or [C, H, W]: (Σ xᵖ)^(1/p).</summary>
/// <inheritdoc/>
public sealed class LPPool2d(double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false)
    : LPPool(2, p, kernel, stride, ceilMode);
