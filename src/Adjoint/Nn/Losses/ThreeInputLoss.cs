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
    protected abstract Tensor Apply(Tensor first, Tensor second, Tensor third);
}
