namespace Adjoint.Kernels;

/// <summary>Observes the quantities of an optimizer's step, one vector of elements at a time.</summary>
internal interface IStepObserver<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether anything is observed; a constant to the compiler.</summary>
    static abstract bool IsObserving { get; }

    /// <summary>Receives a quantity of the current elements.</summary>
    void Observe(StepQuantity quantity, Vector512<T> values);

    /// <summary>
    /// Receives the whole step, after what the rule has shown of it: g before weight decay, θ before the step and after decay that is
    /// decoupled, and what the rule took off.
    /// </summary>
    void ObserveStep(Vector512<T> gradient, Vector512<T> before, Vector512<T> shrunk, Vector512<T> step);
}

/// <summary>Observes nothing, so that the compiler removes it.</summary>
internal readonly struct NoStepObserver<T> : IStepObserver<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsObserving => false;

    public void Observe(StepQuantity quantity, Vector512<T> values) { }

    public void ObserveStep(Vector512<T> gradient, Vector512<T> before, Vector512<T> shrunk, Vector512<T> step) { }
}
