using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>A module that measures how three tensors lie to each other.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public abstract class LossOfThree(Reduction reduction) : Module
{
    /// <summary>What becomes of the losses of single elements.</summary>
    public Reduction Reduction { get; } = reduction;

    /// <summary>Computes the loss.</summary>
    /// <param name="first">What the network says.</param>
    /// <param name="second">What that is compared with; see the loss.</param>
    /// <param name="third">The target, or what else the loss asks for.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor first, Tensor second, Tensor third)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        using Recording.Entry _ = Recording.Enter(this);
        return Apply(first, second, third);
    }

    /// <summary>Computes the loss; none is null.</summary>
    protected abstract Tensor Apply(Tensor first, Tensor second, Tensor third);
}
