namespace Adjoint.Nn;

/// <summary>A loss of three tensors.</summary>
/// <param name="reduction">How the losses of the elements are reduced.</param>
public abstract class ThreeInputLoss(Reduction reduction) : Module
{
    /// <summary>How the losses of the elements are reduced.</summary>
    public Reduction Reduction { get; } = reduction;

    /// <summary>Computes the loss.</summary>
    /// <param name="first">The prediction, or the first of three vectors.</param>
    /// <param name="second">What it is compared with; see the loss.</param>
    /// <param name="third">The target, or the third input of the loss.</param>
    /// <returns>A number, or the loss of each sample or element if the reduction is <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Call(Tensor first, Tensor second, Tensor third)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        using var _ = EnterScope();
        return Apply(first, second, third);
    }

    /// <summary>Computes the loss; none is null.</summary>
    /// <param name="first">The prediction, or the first of three vectors.</param>
    /// <param name="second">What it is compared with.</param>
    /// <param name="third">The target, or the third input.</param>
    /// <returns>The reduced loss.</returns>
    protected abstract Tensor Apply(Tensor first, Tensor second, Tensor third);
}
