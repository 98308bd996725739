using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>The rule by which an optimizer changes a parameter.</summary>
internal interface IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Changes one vector of elements, and of what is remembered of them, in place.</summary>
    void Step(OptimizerMemory<T> at);
}
