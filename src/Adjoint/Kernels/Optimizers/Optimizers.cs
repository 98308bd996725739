namespace Adjoint.Kernels;

/// <summary>Optimizer steps: one pass over a parameter, its gradient and the optimizer's state.</summary>
internal static unsafe class Optimizers
{
    /// <summary>Elements in one item of work; the same for any number of threads.</summary>
    public const int GrainLength = 16 * 1024;

    /// <summary>Lanes of the widest vector there is, of floats.</summary>
    private const int MaxLanes = 64 / sizeof(float);

    /// <summary>Changes the elements from start to end in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TUpdate>(OptimizerMemory<T> memory, int start, int end, TUpdate update)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        nint i = start;
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count) Step(memory, i, ref update, default(NoStepObserver<T>));
        if (i < end) Tail(memory, i, (int)(end - i), update, default(NoStepObserver<T>));
    }

    /// <summary>The same, looked at.</summary>
    public static void Run<T, TUpdate>(OptimizerMemory<T> memory, int start, int end, TUpdate update, StepRecorder<T> observer)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        nint i = start;
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count) Step(memory, i, ref update, observer.At(i));
        if (i < end) Tail(memory, i, (int)(end - i), update, observer.At(i));
    }

    /// <summary>One vector of elements; by reference, so that the constants of the rule are not copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T, TUpdate, TObserver>(in OptimizerMemory<T> memory, nint i, ref TUpdate update, TObserver observer)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> before = Vector512.Load(memory.Value + i);
        Vector512<T> value = memory.Decay.Shrink(before);
        Vector512<T> gradient = memory.LoadGradient(i);
        Vector512<T> step = update.Step(memory, i, memory.Decay.Join(gradient, value), observer);
        observer.ObserveStep(gradient, before, value, step);
        (value - step).Store(memory.Value + i);
    }

    // The tail is updated in a vector on the stack, so that the rule is written once and rounds the same everywhere.
    private static void Tail<T, TUpdate, TObserver>(OptimizerMemory<T> memory, nint start, int length, TUpdate update, TObserver observer)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
        where TObserver : struct, IStepObserver<T>
    {
        T* lanes = stackalloc T[5 * MaxLanes];
        new Span<T>(lanes, 5 * MaxLanes).Clear();
        OptimizerMemory<T> padded = memory.Elsewhere(
            lanes, lanes + MaxLanes, lanes + (2 * MaxLanes), lanes + (3 * MaxLanes), lanes + (4 * MaxLanes));
        memory.Copy(start, length, padded, 0);
        Step(padded, 0, ref update, observer);
        padded.Copy(0, length, memory, start);
    }
}
