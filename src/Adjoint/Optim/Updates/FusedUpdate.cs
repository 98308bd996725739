namespace Adjoint.Optim;

/// <summary>Steps parameters by the kernel of a <see cref="FusedRule"/>.</summary>
internal abstract class FusedUpdate : GroupUpdate
{
    /// <summary>
    /// One step of every parameter as a function of its tensors, what <see cref="FusedRule.Scalars"/> gave for it, and the factor and
    /// limit of gradients alone; no step is counted.
    /// </summary>
    public abstract void Step(StepScalars scalars, double scale, double limit);
}

/// <summary>Steps parameters of one type by a kernel, all in one dispatch.</summary>
internal sealed unsafe class FusedUpdate<T, TUpdate>(FusedRule rule, ParameterState[] states, Func<StepScalars, TUpdate> create)
    : FusedUpdate
    where T : unmanaged, IFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    private readonly ArrayChunks chunks = new(states.Select(state => state.Parameter.Numel), Optimizers.GrainLength);
    private readonly TUpdate[] updates = new TUpdate[states.Length];
    private GradientFilter<T> filter;
    private WeightDecay<T> decay;

    public override void Step(double rate, double scale, double limit, Action<StepTrace>? observer)
    {
        Prepare(rate, scale, limit);
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Gradient is null) continue;
            states[i].Advance();
            updates[i] = create(rule.Scalars(new StepInfo(states[i], rate)));
        }

        if (observer is null) RunAll();
        else for (int i = 0; i < states.Length; i++) if (states[i].Gradient is not null) observer(StepTraced(i, rate));
    }

    public override void Step(StepScalars scalars, double scale, double limit)
    {
        Prepare(scalars.Rate, scale, limit);
        Array.Fill(updates, create(scalars));
        RunAll();
    }

    private void Prepare(double rate, double scale, double limit)
    {
        filter = new GradientFilter<T>(scale, limit);
        (double coupled, double shrink) = rule.Decay(rate);
        decay = new WeightDecay<T>(coupled, shrink);
    }

    private void RunAll()
    {
        var work = new GroupWork(this);
        WorkerPool.For(chunks.Items, ref work);
    }

    private void Run(int item)
    {
        foreach (ArrayChunk chunk in chunks.Of(item, out _))
        {
            ParameterState state = states[chunk.Array];
            if (state.Gradient is null) continue;
            fixed (T* value = &state.Parameter.Reference<T>(), gradient = &state.Gradient.ReadOnly<T>())
            fixed (T* first = &Reference(state.Tensors, 0), second = &Reference(state.Tensors, 1), third = &Reference(state.Tensors, 2))
            {
                var memory = new OptimizerMemory<T>(value, gradient, first, second, third, filter, decay);
                Optimizers.Run(memory, chunk.Start, chunk.End, updates[chunk.Array]);
            }
        }
    }

    private StepTrace StepTraced(int index, double rate)
    {
        ParameterState state = states[index];
        int count = state.Parameter.Numel;
        var trace = new StepTrace(state, rate);
        int padded = StepRecorder<T>.Padded(count);
        var seen = new T[StepTrace.Quantities * padded];
        uint which = 0;
        fixed (T* value = &state.Parameter.Reference<T>(), gradient = &state.Gradient!.ReadOnly<T>())
        fixed (T* first = &Reference(state.Tensors, 0), second = &Reference(state.Tensors, 1), third = &Reference(state.Tensors, 2))
        fixed (T* arrays = seen)
        {
            var memory = new OptimizerMemory<T>(value, gradient, first, second, third, filter, decay);
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
}
