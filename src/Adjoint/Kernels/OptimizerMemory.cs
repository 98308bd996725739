using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>
/// A parameter, its gradient, and up to three arrays of the same length that an optimizer keeps; null where not used.
/// </summary>
internal readonly unsafe struct OptimizerMemory<T>(T* value, T* gradient, T* first, T* second, T* third)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T* Value = value;
    public readonly T* Gradient = gradient;
    public readonly T* First = first;
    public readonly T* Second = second;
    public readonly T* Third = third;

    /// <summary>The same memory some elements on. What is null is never looked at, so it may move too.</summary>
    public OptimizerMemory<T> At(nint start) =>
        new(Value + start, Gradient + start, First + start, Second + start, Third + start);
}
