using System.Numerics;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>Looks at the quantities of an optimizer's step, one vector of elements at a time.</summary>
internal interface ILens<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether anything is looked at; a constant to the compiler.</summary>
    static abstract bool IsOpen { get; }

    /// <summary>Is shown a quantity of the current elements.</summary>
    void See(StepQuantity quantity, Vector512<T> values);
}

/// <summary>Looks at nothing, so that the compiler drops it.</summary>
internal readonly struct ClosedLens<T> : ILens<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsOpen => false;

    public void See(StepQuantity quantity, Vector512<T> values) { }
}
