using System.Numerics;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>Observes the quantities of an optimizer's step, one vector of elements at a time.</summary>
internal interface IStepObserver<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether anything is observed; a constant to the compiler.</summary>
    static abstract bool IsObserving { get; }

    /// <summary>Receives a quantity of the current elements.</summary>
    void Observe(StepQuantity quantity, Vector512<T> values);
}

/// <summary>Observes nothing, so that the compiler removes it.</summary>
internal readonly struct NoStepObserver<T> : IStepObserver<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsObserving => false;

    public void Observe(StepQuantity quantity, Vector512<T> values) { }
}
