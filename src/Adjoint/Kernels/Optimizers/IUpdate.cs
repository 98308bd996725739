namespace Adjoint.Kernels;

/// <summary>
/// The rule by which an optimizer changes a parameter. What all rules have in common stands in <see cref="Optimizers"/>: weight
/// decay, and taking the step off the parameter.
/// </summary>
internal interface IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Computes what is subtracted from θ, and updates the optimizer's state in place, for one vector of elements from the i-th on; where
    /// weight decay joins the gradient, that is g + λθ. The observer gets what the rule has of m, v, m̂, v̂ and the denominator, and of the
    /// step the part that is due to λθ in the gradient; what is computed for it alone is guarded by
    /// <see cref="IStepObserver{T}.IsObserving"/>.
    /// </summary>
    Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>;
}
