namespace Adjoint.Optim;

/// <summary>
/// A rule that needs the whole of a parameter at once (its norm, its rows, its singular values), stated in ordinary
/// <see cref="Tensor"/> code. Derive from it to write one of your own.
/// </summary>
/// <param name="LearningRate">α, at least 0: what a schedule starts from.</param>
public abstract record TensorRule(double LearningRate) : UpdateRule(LearningRate)
{
    /// <summary>Computes what one step takes off a parameter, and updates its state in place. Nothing is recorded for gradients.</summary>
    /// <param name="step">The parameter, its gradient and its state.</param>
    /// <returns>What is subtracted from the parameter.</returns>
    protected internal abstract ParameterChange Change(ParameterStep step);

    internal sealed override GroupUpdate Bind(ParameterState[] states) => new TensorGroupUpdate(this, states);
}

/// <summary>What a step takes off a parameter: the part due to gradients, and the part due to weight decay, if any.</summary>
/// <param name="Update">In the parameter's shape and type.</param>
/// <param name="Decay">Likewise; null for none.</param>
public readonly record struct ParameterChange(Tensor Update, Tensor? Decay = null);
