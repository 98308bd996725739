namespace Adjoint.Nn;

/// <summary>A module that is a single step, with one input: its pass is seen as one, however it is called.</summary>
public abstract class Layer : Module
{
    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Watched(x);
    }

    private protected sealed override Tensor Unwatched(Tensor x) => Apply(x);

    /// <summary>Computes the layer's output.</summary>
    /// <param name="x">The input; never null.</param>
    protected abstract Tensor Apply(Tensor x);
}
