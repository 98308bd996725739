using System.Runtime.InteropServices;

namespace Adjoint.Core;

/// <summary>
/// One pass over the calls that lead to some outputs. Calls are ordered by depth, so every call comes after those it
/// depends on; nothing recurses, so a chain of a million calls is only long.
/// </summary>
internal sealed class Walk : IDisposable
{
    private static long passes;

    private readonly Call[] calls;
    private readonly WalkMemory memory;
    private long pass = -1; // of a recorded pass nothing is given back: no memory carries this number
    private HashSet<object>? targets;
    private HashSet<object>? needed;

    private Walk(Call[] calls, WalkMemory memory) => (this.calls, this.memory) = (calls, memory);

    private Dictionary<object, Tensor> Gradients => memory.Gradients;

    private Dictionary<object, Tensor> Results => memory.Results;

    /// <summary>The calls, each after those it depends on.</summary>
    public IReadOnlyList<Call> Calls => calls;

    /// <summary>Hands the collections back for the thread's next pass.</summary>
    public void Dispose() => memory.Return();

    /// <summary>Finds the calls that the outputs depend on, shallowest first.</summary>
    /// <exception cref="GraphException">An earlier pass has freed one of them.</exception>
    /// <param name="outputs">Where the pass begins.</param>
    /// <param name="boundary">Tensors whose own calls are not looked for; none by default.</param>
    public static Walk From(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> boundary = default)
    {
        WalkMemory memory = WalkMemory.Rent();
        (HashSet<Call> found, Stack<Call> waiting, List<Call> reached) = (memory.Found, memory.Waiting, memory.Reached);
        foreach (Tensor tensor in boundary)
            if (tensor.Creator is { } outside) found.Add(outside);
        foreach (Tensor output in outputs)
            if (output.Creator is { } root && found.Add(root)) waiting.Push(root);
        while (waiting.TryPop(out Call? call))
        {
            if (call.IsFreed) throw call.Freed();
            reached.Add(call);
            foreach (Tensor input in call.Inputs)
                if (input.Creator is { } creator && found.Add(creator)) waiting.Push(creator);
        }

        return new Walk(SortByDepth(reached), memory);
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
                    $"{operation}: a tensor of shape {output.Shape} does not require a gradient and has no graph behind it. Set RequiresGrad on an input, and compute outside GradMode.Off().");
            if (seeds.IsEmpty && output.Count != 1)
                throw new GraphException(
                    $"{operation}: a tensor of shape {output.Shape} is not a single number; pass the gradient to pull back, or reduce it first, say with Sum().");
            if (!seeds.IsEmpty) Engine.CheckFits($"{operation}: a gradient", seeds[i], output);
            Tensor seed = seeds.IsEmpty ? Tensor.Ones(output.Shape, output.DType) : seeds[i];
            // The user's own tensor must not become a leaf's gradient, which later passes add to.
            if (!seeds.IsEmpty && seed.Storage is { } storage) storage.HoldsGradient = true;
            Add(Key(output), seed);
        }
    }

    /// <summary>Limits the pass to the calls between the outputs and these inputs.</summary>
    public void Aim(ReadOnlySpan<Tensor> inputs)
    {
        targets = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (Tensor input in inputs) targets.Add(Key(input));
        needed = new HashSet<object>(targets, ReferenceEqualityComparer.Instance);
        foreach (Call call in calls)
        {
            foreach (Tensor input in call.Inputs)
            {
                if (!needed.Contains(Key(input))) continue;
                needed.Add(call);
                break;
            }
        }
    }

    /// <summary>Reverse mode: from the outputs down to what is needed.</summary>
    /// <param name="createGraph">Record the pass itself.</param>
    /// <param name="free">Drop what each call has saved as soon as the pass is beyond it.</param>
    public void Pull(bool createGraph, bool free)
    {
        using GradMode.Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        if (!createGraph) pass = Interlocked.Increment(ref passes);
        long outer = Storage.EnterPass(createGraph ? Storage.NoPass : pass);
        try
        {
            for (int i = calls.Length - 1; i >= 0; i--)
            {
                Call call = calls[i];
                bool passed = false;
                if (Gradients.Remove(call, out Tensor? g))
                {
                    passed = Pull(call, g);
                    Drop(g);
                }

                // What lies beyond the targets is not used up.
                if (free && (passed || needed is null)) call.Free();
            }
        }
        finally
        {
            Storage.EnterPass(outer);
        }
    }

    /// <summary>The gradient that a pull brought to a target, or null.</summary>
    public Tensor? Result(Tensor input)
    {
        object key = Key(input);
        return Results.GetValueOrDefault(key) ?? Gradients.GetValueOrDefault(key);
    }

    /// <summary>The same as the hooks of a leaf leave it.</summary>
    public Tensor? Hooked(Tensor input) => Result(input) is { } g && input is { IsLeaf: true, LeafHooks: { } hooks }
        ? Hooked(hooks, g, new Spec(g.DType, g.Shape))
        : Result(input);

    /// <summary>Adds what a pull brought to leaves, and to results that retain it, into their <see cref="Tensor.Grad"/>.</summary>
    public void Accumulate(bool createGraph)
    {
        using GradMode.Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        foreach ((object key, Tensor g) in Results) AddTo(((Call)key).Retained!, g);
        foreach ((object key, Tensor g) in Gradients)
            if (key is Tensor leaf) AddTo(leaf, leaf.LeafHooks is { } hooks ? Hooked(hooks, g, new Spec(g.DType, g.Shape)) : g);
    }

    /// <summary>Forward mode: from the inputs up to the outputs.</summary>
    public void Push(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents, bool createGraph)
    {
        using GradMode.Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        for (int i = 0; i < inputs.Length; i++) Add(Key(inputs[i]), tangents[i]);
        foreach (Call call in calls)
        {
            // The tangent of an input that is itself a result is given, not computed.
            // A capture also has calls that no tangent passes: comparisons, indices.
            if (Gradients.ContainsKey(call) || !call.Spec.DType.IsFloatingPoint()) continue;
            bool read = false;
            ReadOnlySpan<Tensor> x = call.Inputs;
            for (int input = 0; input < x.Length; input++)
            {
                if (!x[input].RequiresGrad || !Gradients.TryGetValue(Key(x[input]), out Tensor? t)) continue;
                if (!read) call.Open();
                read = true;
                if (call.Op.Jvp(call, input, t) is { } pushed) Add(call, pushed);
            }
        }
    }

    /// <summary>What stands for a tensor in a pass: its place in the graph.</summary>
    public static object Key(Tensor tensor) => (object?)tensor.Creator ?? tensor;

    private static Call[] SortByDepth(List<Call> reached)
    {
        int least = int.MaxValue;
        int most = 0;
        foreach (Call call in reached) (least, most) = (Math.Min(least, call.Depth), Math.Max(most, call.Depth));
        // A piece between boundaries may have few calls at depths far apart, and must not cost what lies between. Both
        // ways are stable, so that sums are taken in the same order each time.
        if (most - least > 4L * reached.Count) return SortSparse(reached);

        // Counting sort: linear.
        var next = new int[Math.Max(0, most - least) + 2];
        foreach (Call call in reached) next[call.Depth - least + 1]++;
        for (int d = 1; d < next.Length; d++) next[d] += next[d - 1];
        var sorted = new Call[reached.Count];
        foreach (Call call in reached) sorted[next[call.Depth - least]++] = call;
        return sorted;
    }

    private static Call[] SortSparse(List<Call> reached)
    {
        var keys = new long[reached.Count];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((long)reached[i].Depth << 32) | (uint)i;
        Call[] sorted = [.. reached];
        Array.Sort(keys, sorted);
        return sorted;
    }

    /// <summary>A gradient as hooks leave it. What they see, and what they give, may be kept by them.</summary>
    private static Tensor Hooked(Hooks<Func<Tensor, Tensor?>> hooks, Tensor g, Spec spec)
    {
        foreach (Func<Tensor, Tensor?> hook in hooks.All)
        {
            if (hook(Hold(g)) is not { } other) continue;
            if (other.Shape != spec.Shape || other.DType != spec.DType)
                throw new ShapeException(
                    $"RegisterHook: a hook made {other.DType.Name()} {other.Shape} of a gradient {spec.DType.Name()} {spec.Shape}; it must keep type and shape.");
            g = Hold(other);
            // The user's own tensor must not become a leaf's gradient, which later passes add to.
            if (g.Storage is { } storage) storage.HoldsGradient = true;
        }

        return g;
    }

    private static void AddTo(Tensor tensor, Tensor g)
    {
        if (tensor.Grad is { } before)
        {
            tensor.Grad = before + g;
            return;
        }

        // Rules may pass one tensor on to several inputs, or a view of part of one; a leaf gets memory of its own.
        bool own = g.IsContiguous && g.Storage is { HoldsGradient: false } && g.Storage.Bytes == (long)g.Count * g.DType.Size();
        tensor.Grad = own ? g : g.Clone();
        if (tensor.Grad.Storage is { } storage) storage.HoldsGradient = true;
    }

    /// <summary>Pulls through one call; false if nothing beyond it is needed.</summary>
    private bool Pull(Call call, Tensor g)
    {
        if (call.Hooks is { } hooks) g = Hooked(hooks, g, call.Spec);
        if (targets?.Contains(call) ?? call.Retained is not null) Results.Add(call, Hold(g));
        bool own = call.Op.IsOwn;
        bool read = false;
        // A rule of the user's may keep what it sees and what it makes.
        if (!own) Hold(g);
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        for (int input = 0; input < inputs.Length; input++)
        {
            if (!inputs[input].RequiresGrad) continue;
            object key = Key(inputs[input]);
            if (needed is not null && !needed.Contains(key)) continue;
            if (!read) call.Open();
            read = true;
            if (call.Op.Vjp(call, input, g) is not { } pulled) continue;
            System.Diagnostics.Debug.Assert(
                !own || (pulled.Shape == inputs[input].Shape && pulled.DType == inputs[input].DType), call.Op.Name);
            if (GradMode.DetectsAnomalies) Anomaly.Check(call, input, pulled);
            if (!own) Hold(Fitting(call, input, pulled));
            Add(key, pulled);
        }

        return read;
    }

    private static Tensor Fitting(Call call, int input, Tensor pulled)
    {
        Tensor x = call[input];
        return pulled.Shape == x.Shape && pulled.DType == x.DType ? pulled : throw new ShapeException(
            $"{call}: its rule gives {pulled.DType.Name()} {pulled.Shape} as the gradient of input {input}, which is {x.DType.Name()} {x.Shape}.");
    }

    private void Add(object key, Tensor g)
    {
        Hold(g);
        // No rule can change this dictionary during the addition, so the reference stays good.
        ref Tensor? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(Gradients, key, out bool exists);
        if (!exists)
        {
            sum = g;
            return;
        }

        Tensor before = sum!;
        sum = Hold(before + g);
        Drop(before);
        Drop(g);
    }

    private static Tensor Hold(Tensor g)
    {
        if (g.Storage?.Pooled is { } buffer) buffer.Holders++;
        return g;
    }

    /// <summary>
    /// Gives the memory of a gradient back once nothing holds it, instead of leaving it to the collector: what the pass
    /// has made itself, and has not recorded, nobody else can have.
    /// </summary>
    private void Drop(Tensor g)
    {
        if (g.Storage is not { Pooled: { } buffer } storage || --buffer.Holders > 0) return;
        if (!g.RequiresGrad && !storage.HoldsGradient && buffer.Pass == pass) storage.Dispose();
    }
}
