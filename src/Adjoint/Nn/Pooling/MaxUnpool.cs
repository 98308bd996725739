namespace Adjoint.Nn;

/// <summary>The inverse of a maximum pool over one to three axes: values at their indices, 0 elsewhere.</summary>
public abstract class MaxUnpool : Module
{
    private readonly int axes;
    private readonly Spatial kernel, stride, padding;

    /// <summary>Creates the layer.</summary>
    private protected MaxUnpool(int axes, Spatial kernelSize, Spatial? stride, Spatial? padding) =>
        (this.axes, this.kernel, this.stride, this.padding) = (axes, kernelSize, stride ?? kernelSize, padding ?? 0);

    /// <summary>Writes each value to the place of its index.</summary>
    /// <param name="x">Values, as the pool gave them.</param>
    /// <param name="indices">Their places, as the pool gave them.</param>
    /// <param name="size">The spatial sizes before the pool, where they do not follow from the window.</param>
    /// <exception cref="ShapeException">Shapes do not fit, or an index lies outside of the plane.</exception>
    public Tensor Call(Tensor x, Tensor indices, Spatial? size = null) =>
        InScope(x, () => x.MaxUnpool(axes, indices, kernel, stride, padding, size));

    /// <inheritdoc/>
    protected override string Describe() => $"kernel_size={Each(kernel)}, stride={Each(stride)}, padding={Each(padding)}";

    private string Each(Spatial value) => PythonText.Of(value.For(axes, Kind, "", 0));
}

/// <summary>Undoes a <see cref="MaxPool1d"/>: values go back to their indices, the rest is 0.</summary>
/// <inheritdoc cref="MaxUnpool2d" path="/param"/>
public sealed class MaxUnpool1d(Spatial kernelSize, Spatial? stride = null, Spatial? padding = null)
    : MaxUnpool(1, kernelSize, stride, padding);

/// <summary>Undoes a <see cref="MaxPool2d"/>: values go back to their indices, the rest is 0.</summary>
/// <param name="kernelSize">The pool's window.</param>
/// <param name="stride">Its stride; the kernel's size if not given.</param>
/// <param name="padding">Its padding; 0 if not given.</param>
public sealed class MaxUnpool2d(Spatial kernelSize, Spatial? stride = null, Spatial? padding = null)
    : MaxUnpool(2, kernelSize, stride, padding);

/// <summary>Undoes a <see cref="MaxPool3d"/>: values go back to their indices, the rest is 0.</summary>
/// <inheritdoc cref="MaxUnpool2d" path="/param"/>
public sealed class MaxUnpool3d(Spatial kernelSize, Spatial? stride = null, Spatial? padding = null)
    : MaxUnpool(3, kernelSize, stride, padding);
