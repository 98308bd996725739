using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Adjoint.Core;
using Adjoint.Memory;

namespace Adjoint.Autograd;

/// <summary>
/// One pass over the calls that lead to some outputs. Calls are ordered by depth, so every call comes after those it
/// depends on; nothing recurses, so a chain of a million calls is only long.
/// </summary>
internal sealed class DerivativePass : IDisposable
{
    private readonly PassMemory memory;
    private long pass = -1; // of a recorded pass nothing is given back: no memory carries this number
    private bool isAimed;
    private Call[]? calls;

    private DerivativePass(PassMemory memory)
    {
        this.memory = memory;
        SortByDepth(memory);
    }

    /// <summary>The calls, each after those it depends on.</summary>
    public IReadOnlyList<Call> Calls => calls ??= Array.ConvertAll(memory.Order.ToArray(), CallAt);

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
                    $"{operation}: a tensor of shape {output.Shape} does not require a gradient and has no graph behind it. Set RequiresGrad on an input, and compute outside GradMode.Off().");
            if (seeds.IsEmpty && output.Count != 1)
                throw new GraphException(
                    $"{operation}: a tensor of shape {output.Shape} is not a single number; pass the gradient to pull back, or reduce it first, say with Sum().");
            if (!seeds.IsEmpty) Engine.CheckFits($"{operation}: a gradient", seeds[i], output);
            Tensor seed = seeds.IsEmpty ? Tensor.Ones(output.Shape, output.DType) : seeds[i];
            // The user's own tensor must not become a leaf's gradient, which later passes add to.
            if (!seeds.IsEmpty && seed.Storage is { } storage) storage.HoldsGradient = true;
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
    public void Pull(bool createGraph, bool free)
    {
        using GradMode.Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        if (!createGraph) pass = memory.Pass;
        long outer = Storage.EnterPass(createGraph ? Storage.NoPass : pass);
        try
        {
            for (int i = memory.Reached.Count - 1; i >= 0; i--)
            {
                int index = memory.Order[i];
                Call call = CallAt(index);
                bool passed = false;
                if (memory[index].Gradient is { } g)
                {
                    memory[index].Gradient = null;
                    passed = Pull(call, index, g);
                    Drop(g);
                }

                // What lies beyond the targets is not used up.
                if (free && (passed || !isAimed)) call.Free();
            }
        }
        finally
        {
            Storage.EnterPass(outer);
        }
    }

    /// <summary>The gradient that a pull brought to a target, or null.</summary>
    public Tensor? Result(Tensor input) =>
        memory.Find(input) is >= 0 and int index ? memory[index].Result ?? memory[index].Gradient : null;

    /// <summary>The same as the hooks of a leaf leave it.</summary>
    public Tensor? Hooked(Tensor input) => Result(input) is { } g && input is { IsLeaf: true, LeafHooks: { } hooks }
        ? Hooked(hooks, g, new Spec(g.DType, g.Shape))
        : Result(input);

    /// <summary>Adds what a pull brought to leaves, and to results that retain it, into their <see cref="Tensor.Grad"/>.</summary>
    public void Accumulate(bool createGraph)
    {
        using GradMode.Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        for (int i = 0; i < memory.Count; i++)
        {
            PassMemory.Entry entry = memory[i];
            if (entry.Result is { } result) AddTo(((Call)entry.Node).Retained!, result);
            if (entry is { Node: Tensor leaf, Gradient: { } g })
                AddTo(leaf, leaf.LeafHooks is { } hooks ? Hooked(hooks, g, new Spec(g.DType, g.Shape)) : g);
        }
    }

    /// <summary>Forward mode: from the inputs up to the outputs.</summary>
    public void Push(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents, bool createGraph)
    {
        using GradMode.Scope _ = createGraph ? GradMode.On() : GradMode.Off();
        for (int i = 0; i < inputs.Length; i++) Add(inputs[i], tangents[i]);
        foreach (int index in memory.Order)
        {
            // The tangent of an input that is itself a result is given, not computed.
            // A capture also has calls that no tangent passes: comparisons, indices.
            Call call = CallAt(index);
            if (memory[index].Gradient is not null || !call.Spec.DType.IsFloatingPoint()) continue;
            bool read = false;
            ReadOnlySpan<Tensor> x = call.Inputs;
            for (int input = 0; input < x.Length; input++)
            {
                if (!x[input].RequiresGrad || memory.Find(x[input]) is not (>= 0 and int before)) continue;
                if (memory[before].Gradient is not { } t) continue;
                if (!read) call.Open();
                read = true;
                if (call.Op.Jvp(call, input, t) is { } pushed) Add(index, pushed);
            }
        }
    }

    private static void SortByDepth(PassMemory memory)
    {
        List<int> reached = memory.Reached;
        int least = int.MaxValue;
        int most = 0;
        foreach (int index in reached)
        {
            int depth = DepthAt(memory, index);
            (least, most) = (Math.Min(least, depth), Math.Max(most, depth));
        }

        // A piece between boundaries may have few calls at depths far apart, and must not cost what lies between. Both
        // ways are stable, so that sums are taken in the same order each time.
        if (most - least > 4L * reached.Count)
        {
            SortSparse(memory);
            return;
        }

        // Counting sort: linear.
        Span<int> next = memory.Levels(Math.Max(0, most - least) + 2);
        foreach (int index in reached) next[DepthAt(memory, index) - least + 1]++;
        for (int d = 1; d < next.Length; d++) next[d] += next[d - 1];
        Span<int> sorted = memory.Order;
        foreach (int index in reached) sorted[next[DepthAt(memory, index) - least]++] = index;
    }

    private static void SortSparse(PassMemory memory)
    {
        List<int> reached = memory.Reached;
        var keys = new long[reached.Count];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((long)DepthAt(memory, reached[i]) << 32) | (uint)i;
        Span<int> sorted = memory.Order;
        CollectionsMarshal.AsSpan(reached).CopyTo(sorted);
        MemoryExtensions.Sort(keys.AsSpan(), sorted);
    }

    private static int DepthAt(PassMemory memory, int index) => ((Call)memory[index].Node).Depth;

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

    private void AddTo(Tensor tensor, Tensor g)
    {
        if (tensor.UnseenGrad is { } before)
        {
            Tensor sum = before + g;
            tensor.ZeroGrad();
            tensor.TakeGrad(sum, isOwned: !sum.RequiresGrad);
            Drop(g);
            return;
        }

        // Rules may pass one tensor on to several inputs, or a view of part of one; a leaf gets memory of its own.
        bool own = g.IsContiguous && g.Storage is { HoldsGradient: false } && g.Storage.Bytes == (long)g.Count * g.DType.Size();
        bool isOwned = !g.RequiresGrad
            && (!own || (g.Block is { Holders: 1, Savers: 0 } block && block.Pass == pass && tensor.LeafHooks is null));
        tensor.TakeGrad(own ? g : g.Clone(), isOwned);
        if (tensor.UnseenGrad!.Storage is { } storage) storage.HoldsGradient = true;
    }

    /// <summary>Pulls through one call; false if nothing beyond it is needed.</summary>
    private bool Pull(Call call, int index, Tensor g)
    {
        if (call.Hooks is { } hooks) g = Hooked(hooks, g, call.Spec);
        if (isAimed ? memory[index].IsTarget : call.Retained is not null) memory[index].Result = Hold(g);
        bool read = false;
        HoldFrom(call.Op, g);
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        bool small = IsSmall(inputs, g);
        for (int input = 0; input < inputs.Length; input++)
        {
            if (!inputs[input].RequiresGrad) continue;
            int before = isAimed ? memory.Find(inputs[input]) : memory.Meet(inputs[input]);
            if (isAimed && (before < 0 || !memory[before].IsNeeded)) continue;
            if (!read) call.Open();
            read = true;
            if ((small ? call.Op.Vjp(call, input, g) : Pulled(call, input, g)) is not { } pulled) continue;
            if (GradMode.DetectsAnomalies) Anomaly.Check(call, input, pulled);
            HoldFrom(call.Op, pulled);
            if (pulled.Shape != inputs[input].Shape || pulled.DType != inputs[input].DType) ThrowUnfit(call, input, pulled);
            Add(before, pulled);
        }

        return read;
    }

    /// <summary>Applies the rule; what it takes on the way goes when it is done.</summary>
    private Tensor? Pulled(Call call, int input, Tensor g)
    {
        MemoryScope within = MemoryScope.Open(pass >= 0 && call.Op.IsOwn && Engine.IsPlain, isRecorded: true);
        Tensor? pulled = null;
        try
        {
            return pulled = call.Op.Vjp(call, input, g);
        }
        finally
        {
            within.Close(pulled);
        }
    }

    /// <summary>Whether nothing is near the size from which memory is used again, nor then is what a rule takes.</summary>
    private static bool IsSmall(ReadOnlySpan<Tensor> inputs, Tensor g)
    {
        const int few = Storage.ReusedThreshold / sizeof(double);
        if (g.Count >= few) return false;
        foreach (Tensor input in inputs)
            if (input.Count >= few) return false;
        return true;
    }

    [DoesNotReturn]
    private static void ThrowUnfit(Call call, int input, Tensor pulled)
    {
        Tensor x = call[input];
        throw new ShapeException(
            $"{call}: its rule gives {pulled.DType.Name()} {pulled.Shape} as the gradient of input {input}, which is {x.DType.Name()} {x.Shape}.");
    }

    private void Add(Tensor tensor, Tensor g) => Add(memory.Meet(tensor), g);

    private void Add(int index, Tensor g)
    {
        Hold(g);
        ref Tensor? sum = ref memory[index].Gradient;
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

    /// <summary>A rule of the user's may keep what it sees and what it makes.</summary>
    private static void HoldFrom(Op op, Tensor g)
    {
        if (g.Block is not null && !op.IsOwn) Hold(g);
    }

    private static Tensor Hold(Tensor g)
    {
        if (g.Block is { } block) block.Holders++;
        return g;
    }

    /// <summary>
    /// Gives the memory of a gradient back once nothing holds it, instead of leaving it to the collector: what the pass
    /// has made itself, and has not recorded, nobody else can have.
    /// </summary>
    private void Drop(Tensor g)
    {
        if (g.Block is not { } block || --block.Holders > 0) return;
        if (!g.RequiresGrad && g.Storage is not { HoldsGradient: true } && block.Pass == pass) block.GiveUp();
    }
}
