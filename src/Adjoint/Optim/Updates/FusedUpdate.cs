using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>Hands parameters of one type, their gradients and what is remembered of them to a kernel, in one dispatch.</summary>
internal sealed unsafe class FusedUpdate<T, TUpdate>(ParameterState[] states, Func<StepInfo, TUpdate> coefficients)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    private readonly ArrayChunks chunks = new(states.Select(state => state.Parameter.Count), Optimizers.GrainLength);
    private readonly TUpdate[] updates = new TUpdate[states.Length];
    private GradientFilter<T> filter;

    /// <summary>Steps every parameter that has a gradient.</summary>
    public void Step(double rate, GradientFilter<T> gradientFilter, Action<StepTrace>? observer)
    {
        filter = gradientFilter;
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Gradient is null) continue;
            states[i].Advance();
            updates[i] = coefficients(new StepInfo(states[i], rate));
        }

        if (observer is null)
        {
            var work = new Work(this);
            WorkerPool.For(chunks.Items, ref work);
        }
        else
        {
            for (int i = 0; i < states.Length; i++)
                if (states[i].Gradient is not null) observer(Look(i, rate));
        }
    }

    private void Run(int item)
    {
        foreach (ArrayChunk chunk in chunks.Of(item, out _))
        {
            ParameterState state = states[chunk.Array];
            if (state.Gradient is null) continue;
            fixed (T* value = &state.Parameter.Reference<T>(), gradient = &state.Gradient.Reference<T>())
            fixed (T* first = &Memory(state, 0), second = &Memory(state, 1), third = &Memory(state, 2))
            {
                var memory = new OptimizerMemory<T>(value, gradient, first, second, third, filter);
                Optimizers.Run(memory, chunk.Start, chunk.End, updates[chunk.Array]);
            }
        }
    }

    private StepTrace Look(int index, double rate)
    {
        ParameterState state = states[index];
        int count = state.Parameter.Count;
        var trace = new StepTrace(state, rate);
        int padded = OpenLens<T>.Padded(count);
        var seen = new T[StepTrace.Quantities * padded];
        uint which = 0;
        fixed (T* value = &state.Parameter.Reference<T>(), gradient = &state.Gradient!.Reference<T>())
        fixed (T* first = &Memory(state, 0), second = &Memory(state, 1), third = &Memory(state, 2))
        fixed (T* arrays = seen)
        {
            var memory = new OptimizerMemory<T>(value, gradient, first, second, third, filter);
            Optimizers.Run(memory, 0, count, updates[index], new OpenLens<T>(arrays, padded, 0, &which));
        }

        for (int quantity = 0; quantity < StepTrace.Quantities; quantity++)
        {
            if ((which & (1u << quantity)) != 0)
                trace[(StepQuantity)quantity] = Tensor.From<T>(seen.AsSpan(quantity * padded, count), state.Parameter.Shape);
        }

        return trace;
    }

    private static ref T Memory(ParameterState state, int place) =>
        ref place < state.Memory.Length && state.Memory[place] is { } tensor
            ? ref tensor.Reference<T>()
            : ref Unsafe.NullRef<T>();

    private readonly struct Work(FusedUpdate<T, TUpdate> pass) : IWork
    {
        public void Do(int index) => pass.Run(index);
    }
}
