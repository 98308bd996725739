using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>Steps parameters of one type by a kernel, all in one dispatch.</summary>
internal sealed unsafe class FusedUpdate<T, TUpdate>(FusedRule rule, ParameterState[] states, KernelFactory<TUpdate> create) : GroupUpdate
    where T : unmanaged, IFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    private readonly ArrayChunks chunks = new(states.Select(state => state.Parameter.Count), Optimizers.GrainLength);
    private readonly TUpdate[] updates = new TUpdate[states.Length];
    private GradientFilter<T> filter;

    /// <inheritdoc/>
    public override void Step(double rate, double scale, double limit, Action<StepTrace>? observer)
    {
        filter = new GradientFilter<T>(scale, limit);
        Span<double> scalars = stackalloc double[rule.ScalarCount];
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Gradient is null) continue;
            states[i].Advance();
            rule.Scalars(new StepInfo(states[i], rate), scalars);
            updates[i] = create(scalars);
        }

        if (observer is null)
        {
            var work = new GroupWork(this);
            WorkerPool.For(chunks.Items, ref work);
        }
        else
        {
            for (int i = 0; i < states.Length; i++)
                if (states[i].Gradient is not null) observer(StepTraced(i, rate));
        }
    }

    /// <summary>Steps one parameter by a kernel that was made for the step.</summary>
    public static void Step(Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor?> state, GradientFilter<T> filter, TUpdate update)
    {
        fixed (T* value = &parameter.Reference<T>(), slope = &gradient.Reference<T>())
        fixed (T* first = &Reference(state, 0), second = &Reference(state, 1), third = &Reference(state, 2))
        {
            var work = new ParameterWork(new OptimizerMemory<T>(value, slope, first, second, third, filter), parameter.Count, update);
            WorkerPool.For((int)(((long)parameter.Count + Optimizers.GrainLength - 1) / Optimizers.GrainLength), ref work);
        }
    }

    private void Run(int item)
    {
        foreach (ArrayChunk chunk in chunks.Of(item, out _))
        {
            ParameterState state = states[chunk.Array];
            if (state.Gradient is null) continue;
            fixed (T* value = &state.Parameter.Reference<T>(), gradient = &state.Gradient.Reference<T>())
            fixed (T* first = &Reference(state.Tensors, 0), second = &Reference(state.Tensors, 1), third = &Reference(state.Tensors, 2))
            {
                var memory = new OptimizerMemory<T>(value, gradient, first, second, third, filter);
                Optimizers.Run(memory, chunk.Start, chunk.End, updates[chunk.Array]);
            }
        }
    }

    private StepTrace StepTraced(int index, double rate)
    {
        ParameterState state = states[index];
        int count = state.Parameter.Count;
        var trace = new StepTrace(state, rate);
        int padded = StepRecorder<T>.Padded(count);
        var seen = new T[StepTrace.Quantities * padded];
        uint which = 0;
        fixed (T* value = &state.Parameter.Reference<T>(), gradient = &state.Gradient!.Reference<T>())
        fixed (T* first = &Reference(state.Tensors, 0), second = &Reference(state.Tensors, 1), third = &Reference(state.Tensors, 2))
        fixed (T* arrays = seen)
        {
            var memory = new OptimizerMemory<T>(value, gradient, first, second, third, filter);
            Optimizers.Run(memory, 0, count, updates[index], new StepRecorder<T>(arrays, padded, 0, &which));
        }

        for (int quantity = 0; quantity < StepTrace.Quantities; quantity++)
        {
            if ((which & (1u << quantity)) != 0)
                trace[(StepQuantity)quantity] = Tensor.From<T>(seen.AsSpan(quantity * padded, count), state.Parameter.Shape);
        }

        return trace;
    }

    private static ref T Reference(ReadOnlySpan<Tensor?> state, int index) =>
        ref index < state.Length && state[index] is { } tensor
            ? ref tensor.Reference<T>()
            : ref Unsafe.NullRef<T>();

    private readonly struct GroupWork(FusedUpdate<T, TUpdate> group) : IWork
    {
        public void Do(int index) => group.Run(index);
    }

    private readonly struct ParameterWork(OptimizerMemory<T> memory, int count, TUpdate update) : IWork
    {
        public void Do(int index)
        {
            int start = index * Optimizers.GrainLength;
            Optimizers.Run(memory, start, Math.Min(start + Optimizers.GrainLength, count), update);
        }
    }
}
