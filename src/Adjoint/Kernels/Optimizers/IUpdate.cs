using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>The rule by which an optimizer changes a parameter.</summary>
internal interface IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Updates one vector of elements, from the i-th on, and their optimizer state in place, and shows the observer the
    /// quantities of the step; what is computed for it alone is guarded by <see cref="IStepObserver{T}.IsObserving"/>.
    /// </summary>
    void Step<TObserver>(in OptimizerMemory<T> at, nint i, TObserver observer) where TObserver : struct, IStepObserver<T>;
}
