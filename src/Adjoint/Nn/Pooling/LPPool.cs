namespace Adjoint.Nn;

/// <summary>The p-norm of each window over one to three axes.</summary>
public abstract class LPPool : Layer
{
    private readonly int axes;
    private readonly double p;
    private readonly Spatial kernel;
    private readonly Spatial? stride;
    private readonly bool ceilMode;

    /// <summary>Creates the layer.</summary>
    private protected LPPool(int axes, double normType, Spatial kernelSize, Spatial? stride, bool ceilMode)
    {
        (this.axes, this.p, this.kernel, this.stride, this.ceilMode) = (axes, normType, kernelSize, stride, ceilMode);
        _ = kernelSize.For(axes, Kind, "kernel", 1);
        _ = stride?.For(axes, Kind, "stride", 1);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LpPool(axes, p, kernel, stride, ceilMode);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"norm_type={PythonText.AsGiven(p)}, kernel_size={kernel}, stride={stride?.ToString() ?? "None"}, "
        + $"ceil_mode={PythonText.Of(ceilMode)}";
}

/// <summary>The p-norm of each window along one axis, [N, C, L] or [C, L]: (Σ xᵖ)^(1/p).</summary>
/// <inheritdoc cref="LPPool2d" path="/param | /exception"/>
public sealed class LPPool1d(double normType, Spatial kernelSize, Spatial? stride = null, bool ceilMode = false)
    : LPPool(1, normType, kernelSize, stride, ceilMode);

/// <summary>The p-norm of each window over two axes, [N, C, H, W] or [C, H, W]: (Σ xᵖ)^(1/p).</summary>
/// <param name="normType">Which norm: 1 gives sums, large p nearly the largest.</param>
/// <param name="kernelSize">Sizes of the window.</param>
/// <param name="stride">Distance between neighbouring windows; the kernel's size if not given.</param>
/// <param name="ceilMode">Whether to include windows that reach beyond the end, if they begin within the image.</param>
/// <exception cref="ShapeException">A size is below its least.</exception>
public sealed class LPPool2d(double normType, Spatial kernelSize, Spatial? stride = null, bool ceilMode = false)
    : LPPool(2, normType, kernelSize, stride, ceilMode);

/// <summary>The p-norm of each window over three axes, [N, C, D, H, W] or [C, D, H, W]: (Σ xᵖ)^(1/p).</summary>
/// <inheritdoc cref="LPPool2d" path="/param | /exception"/>
public sealed class LPPool3d(double normType, Spatial kernelSize, Spatial? stride = null, bool ceilMode = false)
    : LPPool(3, normType, kernelSize, stride, ceilMode);
