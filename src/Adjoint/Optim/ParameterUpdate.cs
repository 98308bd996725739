using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>Hands a parameter, its gradient and what is remembered of it to the kernel.</summary>
internal static unsafe class ParameterUpdate
{
    public static void Run<T, TUpdate>(
        Tensor parameter, Tensor gradient, Tensor? first, Tensor? second, Tensor? third, TUpdate update)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        fixed (T* value = &parameter.Reference<T>())
        fixed (T* slope = &gradient.Reference<T>())
        fixed (T* a = &Tensor.ReferenceOrNull<T>(first))
        fixed (T* b = &Tensor.ReferenceOrNull<T>(second))
        fixed (T* c = &Tensor.ReferenceOrNull<T>(third))
            Optimizers.Run(new OptimizerMemory<T>(value, slope, a, b, c), parameter.Count, update);
        GC.KeepAlive(parameter);
        GC.KeepAlive(gradient);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        GC.KeepAlive(third);
    }
}
