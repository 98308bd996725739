using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>The rule by which an optimizer changes a parameter.</summary>
internal interface IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Changes one vector of elements, from the i-th on, and of what is remembered of them, in place, and shows the lens what it met on the
    /// way; what is computed for the lens alone stands behind <see cref="ILens{T}.IsOpen"/>, and costs nothing else.
    /// </summary>
    void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>;
}
