using Adjoint.Memory;

namespace Adjoint.Autograd;

/// <summary>
/// One pass over the calls that lead to some outputs. Calls are ordered by depth, so every call comes after those it
/// depends on; nothing recurses, so a chain of a million calls is only long.
/// </summary>
internal sealed partial class DerivativePass : Pullback, IDisposable
{
    private readonly PassMemory memory;
    private long owner = MemoryScope.Visible; // of memory that is allocated; a recorded pass owns none
    private bool isAimed;
    private bool detectsAnomalies;

    private DerivativePass(PassMemory memory)
    {
        this.memory = memory;
        memory.SortByDepth();
    }

    /// <summary>Hands the memory back for the thread's next pass.</summary>
    public void Dispose() => memory.Return();

    /// <summary>Finds the calls that the outputs depend on, shallowest first.</summary>
    /// <exception cref="GraphException">An earlier pass has freed one of them.</exception>
    /// <param name="outputs">Where the pass begins.</param>
    /// <param name="boundary">Tensors whose own calls are not looked for; none by default.</param>
    public static DerivativePass From(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> boundary = default)
    {
        PassMemory memory = PassMemory.Rent();
        try
        {
            foreach (Tensor tensor in boundary)
                if (!tensor.IsLeaf) memory.Meet(tensor);
            foreach (Tensor output in outputs) Await(memory, output);
            while (memory.Waiting.TryPop(out int index))
            {
                var call = (Call)memory[index].Node;
                if (call.IsFreed) throw call.Freed();
                memory.Reached.Add(index);
                foreach (Tensor input in call.Inputs) Await(memory, input);
            }

            return new DerivativePass(memory);
        }
        catch
        {
            memory.Return();
            throw;
        }
    }

    /// <summary>Sets what is pulled back from each output.</summary>
    public void Seed(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> seeds, string operation)
    {
        if (!seeds.IsEmpty && seeds.Length != outputs.Length)
            throw new ShapeException($"{operation}: {outputs.Length} outputs need as many gradients, not {seeds.Length}.");
        for (int i = 0; i < outputs.Length; i++)
        {
            Tensor output = outputs[i];
            if (!output.RequiresGrad)
                throw new GraphException(
                    $"{operation}: a tensor of shape {output.Shape} does not require a gradient and has no graph behind it. "
                    + "Set RequiresGrad on an input, and compute outside GradMode.Off().");
            if (seeds.IsEmpty && output.Numel != 1)
                throw new GraphException(
                    $"{operation}: a tensor of shape {output.Shape} is not a single number; pass the gradient to pull back, "
                    + "or reduce it first, say with Sum().");
            if (!seeds.IsEmpty) Engine.CheckFits($"{operation}: a gradient", seeds[i], output);
            Tensor seed = seeds.IsEmpty ? Tensor.Ones(output.Shape, output.DType) : seeds[i];
            // The user's own tensor must not become a leaf's gradient, which later passes add to.
            if (!seeds.IsEmpty) seed.HoldsGradient = true;
            Add(output, seed);
        }
    }

    /// <summary>Limits the pass to the calls between the outputs and these inputs.</summary>
    public void Aim(ReadOnlySpan<Tensor> inputs)
    {
        isAimed = true;
        foreach (Tensor input in inputs)
        {
            int index = memory.Meet(input);
            (memory[index].IsTarget, memory[index].IsNeeded) = (true, true);
        }

        foreach (int index in memory.Order)
        {
            foreach (Tensor input in CallAt(index).Inputs)
            {
                if (memory.Find(input) is not (>= 0 and int before) || !memory[before].IsNeeded) continue;
                memory[index].IsNeeded = true;
                break;
            }
        }
    }

    /// <summary>Reverse mode: from the outputs down to what is needed.</summary>
    /// <param name="createGraph">Record the pass itself.</param>
    /// <param name="free">Drop what each call has saved as soon as the pass is beyond it.</param>
    /// <param name="accumulate">Add what arrives at leaves, and at results that retain it, into their <see cref="Tensor.Grad"/>.</param>
    public void Pull(bool createGraph, bool free, bool accumulate = false)
    {
        using Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        if (!createGraph) owner = memory.Pass;
        detectsAnomalies = GradMode.DetectsAnomalies;
        Dictionary<int, List<int>>? complete = accumulate && TensorNotes.AnyAccumulationHooks ? CompleteAfter() : null;
        MemoryScope within = MemoryScope.EnterPass(owner);
        try
        {
            for (int i = memory.Reached.Count - 1; i >= 0; i--)
            {
                int index = memory.Order[i];
                Call call = CallAt(index);
                bool passed = HasArrived(index) && Pull(call, index);

                // What lies beyond the targets is not used up.
                if (free && (passed || !isAimed)) call.Free();
                if (complete is not null && complete.TryGetValue(i, out List<int>? leaves)) AccumulateEarly(leaves);
            }
        }
        finally
        {
            within.Close();
        }

        if (accumulate) Accumulate();
    }

    /// <summary>The gradient that a pull brought to a target, or null.</summary>
    public Tensor? Result(Tensor input)
    {
        if (memory.Results.Count > 0 && memory.Results.TryGetValue(input.Value, out Tensor? result)) return result;
        return memory.Find(input) is >= 0 and int index ? memory.GradientOf(index, input.ResultNumber) : null;
    }

    /// <summary>The same as the hooks of a leaf leave it.</summary>
    public Tensor? Hooked(Tensor input) => Result(input) is { } g && input is { IsLeaf: true, LeafHooks: { } hooks }
        ? Hooked(hooks, g, g.Spec)
        : Result(input);

    private void Accumulate()
    {
        if (memory.Results.Count > 0)
        {
            foreach ((Value value, Tensor result) in memory.Results)
                if (value.Call!.WatchOf(value.Result)?.Retained is { } retained) AddTo(retained, result);
        }

        for (int i = 0; i < memory.Count; i++)
        {
            if (memory[i] is { Node: Tensor, Gradient: not null }) AccumulateLeaf(i);
        }
    }

    private void AccumulateLeaf(int index)
    {
        var leaf = (Tensor)memory[index].Node;
        Tensor g = memory[index].Gradient!;
        memory[index].Gradient = null;
        AddTo(leaf, leaf.LeafHooks is { } hooks ? Hooked(hooks, g, g.Spec) : g);
        if (leaf.AccumulationHooks is not { } waiting) return;
        foreach (Action<Tensor> hook in waiting.All) hook(leaf);
    }

    /// <summary>For each leaf with accumulation hooks, after which call of the order its gradient is complete.</summary>
    private Dictionary<int, List<int>> CompleteAfter()
    {
        var after = new Dictionary<int, List<int>>();
        HashSet<Tensor> found = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < memory.Reached.Count; i++)
        {
            foreach (Tensor input in CallAt(memory.Order[i]).Inputs)
            {
                if (!input.IsLeaf || !input.RequiresGrad || input.AccumulationHooks is null || !found.Add(input)) continue;
                if (!after.TryGetValue(i, out List<int>? leaves)) after.Add(i, leaves = []);
                leaves.Add(memory.Meet(input));
            }
        }

        return after;
    }

    /// <summary>Accumulates gradients that are complete while the pass goes on. What is allocated for them stays.</summary>
    private void AccumulateEarly(List<int> leaves)
    {
        MemoryScope outside = MemoryScope.Enter(tracks: false, isRecorded: true);
        try
        {
            foreach (int index in leaves)
                if (memory[index].Gradient is not null) AccumulateLeaf(index);
        }
        finally
        {
            outside.Close();
        }
    }

    /// <summary>Forward mode: from the inputs up to the outputs.</summary>
    public void Push(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents, bool createGraph)
    {
        using Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        for (int i = 0; i < inputs.Length; i++) Add(inputs[i], tangents[i]);
        foreach (int index in memory.Order)
        {
            // The tangent of an input that is itself a result is given, not computed.
            // A capture also has calls that no tangent passes: comparisons, indices.
            Call call = CallAt(index);
            if (memory[index].Gradient is not null) continue;
            Tensor?[]? moving = null;
            ReadOnlySpan<Tensor> x = call.Inputs;
            for (int input = 0; input < x.Length; input++)
            {
                if (!x[input].RequiresGrad || memory.Find(x[input]) is not (>= 0 and int before)) continue;
                if (memory.GradientOf(before, x[input].ResultNumber) is { } t) (moving ??= new Tensor?[x.Length])[input] = t;
            }

            if (moving is null) continue;
            call.Open();
            var p = new Pushforward(call, moving);
            call.Op.Push(p);
            for (int result = 0; result < call.ResultCount; result++)
                if (call.Specs[result].DType.IsFloatingPoint() && p.Given(result) is { } pushed) Add(index, result, pushed);
        }
    }

    private static void Await(PassMemory memory, Tensor tensor)
    {
        if (tensor.IsLeaf) return;
        int before = memory.Count;
        int index = memory.Meet(tensor);
        if (memory.Count > before) memory.Waiting.Push(index);
    }

    private Call CallAt(int index) => (Call)memory[index].Node;

    /// <summary>A gradient as hooks leave it. What they see, and what they give, may be kept by them.</summary>
    private static Tensor Hooked(Hooks<Func<Tensor, Tensor?>> hooks, Tensor g, Spec spec)
    {
        foreach (Func<Tensor, Tensor?> hook in hooks.All)
        {
            if (hook(Shown(g)) is not { } other) continue;
            if (other.Shape != spec.Shape || other.DType != spec.DType)
                throw new ShapeException(
                    $"RegisterHook: a hook made {other.DType.Name()} {other.Shape} of a gradient {spec.DType.Name()} {spec.Shape}; "
                    + "it must keep type and shape.");
            g = Shown(other);
            // The user's own tensor must not become a leaf's gradient, which later passes add to.
            g.HoldsGradient = true;
        }

        return g;
    }

    private static Tensor Shown(Tensor g)
    {
        MemoryScope.Show(g.Block);
        return g;
    }

    /// <summary>Adds to a gradient that passes of other threads may add to at the same time.</summary>
    private void AddTo(Tensor tensor, Tensor g)
    {
        lock (tensor.Notes) AddLocked(tensor, g);
    }

    private void AddLocked(Tensor tensor, Tensor g)
    {
        if (tensor.UnseenGrad is { } before)
        {
            if (Context.Current.EffectCapture?.HasOlderGradient(tensor) == true)
                throw new GraphException(
                    "Backward: a tensor has a gradient from before the capture, which replays cannot add to. Call ZeroGrad() first, "
                    + "as the first thing in the captured function.");
            Tensor sum = before + g;
            tensor.ZeroGrad();
            tensor.TakeGrad(sum, isOwned: !sum.RequiresGrad);
            sum.HoldsGradient = true;
            Drop(g);
            return;
        }

        if (g.IsSymbolic)
        {
            // A change in place is a change of the one tensor, so each leaf has its own.
            tensor.TakeGrad(g.RequiresGrad || g.IsLeaf ? g.Alias() : g.Detach(), isOwned: false);
            return;
        }

        // Rules may pass one tensor on to several inputs, or a view of part of one; a leaf gets memory of its own.
        bool own = g.IsContiguous && !g.HoldsGradient && g.IsWhole;
        bool isOwned = !g.RequiresGrad && (!own || (g.Block is { Uses: 1 } block && block.Owner == owner && tensor.LeafHooks is null));
        tensor.TakeGrad(own ? g : g.Clone(), isOwned);
        tensor.UnseenGrad!.HoldsGradient = true;
    }

    private void Add(Tensor tensor, Tensor g) => Add(memory.Meet(tensor), tensor.ResultNumber, g);

    private void Add(int index, int result, Tensor g)
    {
        Hold(g);
        ref Tensor? sum = ref memory.GradientOf(index, result);
        if (sum is null)
        {
            sum = g;
            return;
        }

        // The addition meets no node, so the reference stays good.
        Tensor before = sum;
        sum = Hold(before + g);
        Drop(before);
        Drop(g);
    }

    private static Tensor Hold(Tensor g)
    {
        if (g.Block is { } block) block.Uses++;
        return g;
    }

    /// <summary>
    /// Releases the memory of a gradient once nothing uses it, instead of leaving it to the collector: what the pass has made
    /// itself, and has not recorded, no user can see.
    /// </summary>
    private void Drop(Tensor g)
    {
        if (g.Block is not { } block || --block.Uses > 0) return;
        if (!g.RequiresGrad && !g.HoldsGradient && block.Owner == owner && owner != MemoryScope.Visible)
            block.Release();
    }
}
