using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>Undoes a maximum pool over one to three axes.</summary>
public abstract class MaxUnpool : Module
{
    private readonly int axes;
    private readonly Spatial kernel;
    private readonly Spatial stride;
    private readonly Spatial padding;

    /// <summary>Makes the layer.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="kernel">The pool's window.</param>
    /// <param name="stride">Its stride; the kernel's size if not given.</param>
    /// <param name="padding">Its padding; 0 if not given.</param>
    private protected MaxUnpool(int axes, Spatial kernel, Spatial? stride, Spatial? padding)
    {
        this.axes = axes;
        this.kernel = kernel;
        this.stride = stride ?? kernel;
        this.padding = padding ?? 0;
    }

    /// <summary>Puts each value where its index says.</summary>
    /// <param name="x">Values, as the pool gave them.</param>
    /// <param name="indices">Their places, as the pool gave them.</param>
    /// <param name="size">The spatial sizes before the pool, where they do not follow from the window.</param>
    /// <exception cref="ShapeException">Shapes do not fit, or an index lies outside of the plane.</exception>
    public Tensor Forward(Tensor x, Tensor indices, Spatial? size = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Recording.Entry _ = Recording.Enter(this);
        return x.MaxUnpool(axes, indices, kernel, stride, padding, size);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"kernel_size={Each(kernel)}, stride={Each(stride)}, padding={Each(padding)}";

    private string Each(Spatial value) => Repr.Of(value.For(axes, Kind, "", 0));
}
