namespace Adjoint.Optim;

/// <summary>Steps all parameters of an optimizer together, and evaluates the loss itself, several times in a step.</summary>
internal abstract class ClosureUpdate : GroupUpdate
{
    /// <summary>Makes one step.</summary>
    /// <param name="closure">Clears the gradients, computes the loss, its gradients, and returns it.</param>
    /// <param name="rate">α of this step.</param>
    /// <param name="observer">Receives a trace of each parameter's step; null for no traces.</param>
    /// <returns>The loss before the step.</returns>
    public abstract Tensor Step(Func<Tensor> closure, double rate, Action<StepTrace>? observer);

    /// <summary>Writes down what goes from step to step, under names with a prefix.</summary>
    public abstract void Save(OrderedDictionary<string, Tensor> state, string prefix);

    /// <summary>Takes over what was written down; nothing changes unless it is all there.</summary>
    /// <exception cref="AdjointException">A part is missing.</exception>
    public abstract void Load(IReadOnlyDictionary<string, Tensor> state, string prefix);

    public sealed override void Step(double rate, double scale, double limit, Action<StepTrace>? observer) =>
        throw new InvalidOperationException("A step without the loss was asked of a rule that needs it.");
}
