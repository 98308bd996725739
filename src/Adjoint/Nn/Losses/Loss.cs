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
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Call(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        using var _ = EnterScope();
        return Apply(prediction, target);
    }

    /// <summary>Computes the loss; neither is null.</summary>
    protected abstract Tensor Apply(Tensor prediction, Tensor target);
}
