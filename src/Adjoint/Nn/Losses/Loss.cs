namespace Adjoint.Nn;

/// <summary>A loss of a prediction and a target.</summary>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public abstract class Loss(Reduction reduction) : Module
{
    /// <summary>How the losses of the elements are reduced.</summary>
    public Reduction Reduction { get; } = reduction;

    /// <summary>Computes the loss.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <returns>A number, or the loss of each sample or element if the reduction is <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Call(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        using var _ = EnterScope();
        return Apply(prediction, target);
    }

    /// <summary>Computes the loss; neither is null.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <returns>The reduced loss.</returns>
    protected abstract Tensor Apply(Tensor prediction, Tensor target);
}
