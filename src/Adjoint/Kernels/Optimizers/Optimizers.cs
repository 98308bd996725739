using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Optimizer steps: one pass over a parameter, its gradient and what is remembered.
/// </summary>
internal static unsafe class Optimizers
{
    /// <summary>Elements in one item of work; the same for any number of threads.</summary>
    public const int GrainLength = 16 * 1024;

    /// <summary>Lanes of the widest vector there is, of floats.</summary>
    private const int MostLanes = 64 / sizeof(float);

    /// <summary>Changes the elements from start to end in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TUpdate>(OptimizerMemory<T> memory, int start, int end, TUpdate update)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        nint i = start;
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count) update.Step(memory, i, default(ClosedLens<T>));
        if (i < end) Tail(memory, i, (int)(end - i), update, default(ClosedLens<T>));
    }

    /// <summary>The same, looked at.</summary>
    public static void Run<T, TUpdate>(OptimizerMemory<T> memory, int start, int end, TUpdate update, OpenLens<T> lens)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        nint i = start;
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count) update.Step(memory, i, lens.At(i));
        if (i < end) Tail(memory, i, (int)(end - i), update, lens.At(i));
    }

    // The rest goes through one vector on the stack, so that the rule is written once and rounds the same everywhere.
    private static void Tail<T, TUpdate, TLens>(OptimizerMemory<T> memory, nint start, int length, TUpdate update, TLens lens)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
        where TLens : struct, ILens<T>
    {
        T* lanes = stackalloc T[5 * MostLanes];
        new Span<T>(lanes, 5 * MostLanes).Clear();
        OptimizerMemory<T> padded = memory.Elsewhere(
            lanes, lanes + MostLanes, lanes + (2 * MostLanes), lanes + (3 * MostLanes), lanes + (4 * MostLanes));
        memory.Copy(start, length, padded, 0);
        update.Step(padded, 0, lens);
        padded.Copy(0, length, memory, start);
    }
}
