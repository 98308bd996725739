using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>A module that measures how far a prediction is from its target.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public abstract class Loss(Reduction reduction) : Module
{
    /// <summary>What becomes of the losses of single elements.</summary>
    public Reduction Reduction { get; } = reduction;

    /// <summary>Computes the loss.</summary>
    /// <param name="prediction">What the network says.</param>
    /// <param name="target">What is right.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        using Recording.Entry _ = Recording.Enter(this);
        return Apply(prediction, target);
    }

    /// <summary>Computes the loss; neither is null.</summary>
    protected abstract Tensor Apply(Tensor prediction, Tensor target);
}
