using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Optimizer steps: one pass over a parameter, its gradient and what is remembered, shared out over the worker pool. The
/// limit is memory, so the platform's <see cref="Vector{T}"/> is wide enough.
/// </summary>
internal static unsafe class Optimizers
{
    /// <summary>Elements in one item of work; the same for any number of threads.</summary>
    private const int GrainLength = 16 * 1024;

    /// <summary>Lanes of the widest vector there is, of floats.</summary>
    private const int MostLanes = 64 / sizeof(float);

    /// <summary>Changes <paramref name="count"/> elements in place.</summary>
    public static void Run<T, TUpdate>(OptimizerMemory<T> memory, int count, TUpdate update)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        var work = new Work<T, TUpdate>(memory, count, update);
        WorkerPool.For((int)(((long)count + GrainLength - 1) / GrainLength), ref work);
    }

    private readonly struct Work<T, TUpdate>(OptimizerMemory<T> memory, int count, TUpdate update) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            nint end = (nint)Math.Min(count, ((long)index + 1) * GrainLength);
            nint i = (nint)index * GrainLength;
            for (; i <= end - Vector<T>.Count; i += Vector<T>.Count) update.Step(memory.At(i));
            if (i < end) Tail(memory.At(i), (int)(end - i));
        }

        // The rest goes through one vector on the stack, so that the rule is written once and rounds the same everywhere.
        private void Tail(OptimizerMemory<T> rest, int length)
        {
            T* lanes = stackalloc T[5 * MostLanes];
            new Span<T>(lanes, 5 * MostLanes).Clear();
            var padded = new OptimizerMemory<T>(
                lanes, lanes + MostLanes, lanes + (2 * MostLanes), lanes + (3 * MostLanes), lanes + (4 * MostLanes));
            Copy(rest.Value, padded.Value, length);
            Copy(rest.Gradient, padded.Gradient, length);
            if (memory.First != null) Copy(rest.First, padded.First, length);
            if (memory.Second != null) Copy(rest.Second, padded.Second, length);
            if (memory.Third != null) Copy(rest.Third, padded.Third, length);
            update.Step(padded);
            Copy(padded.Value, rest.Value, length);
            if (memory.First != null) Copy(padded.First, rest.First, length);
            if (memory.Second != null) Copy(padded.Second, rest.Second, length);
            if (memory.Third != null) Copy(padded.Third, rest.Third, length);
        }

        private static void Copy(T* from, T* to, int length) => new Span<T>(from, length).CopyTo(new Span<T>(to, length));
    }
}
