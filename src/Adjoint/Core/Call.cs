using System.Diagnostics.CodeAnalysis;
using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>One application of an operation: node of the tape, of a captured graph, and row of a derivation.</summary>
public sealed class Call
{
    private readonly Shape shape; // with the type, the spec of the first result
    private readonly DType type;
    private readonly Spec[]? specs; // of all results where there are several
    private readonly int count;
    private readonly Keep keeps; // virtual, so looked up once
    private readonly Tensor[]? many; // more inputs than two
    private Few few;
    private Tensor? output; // the first result, if kept
    private Tensor?[]? outputs; // kept results, where there are several
    private int versions;
    private int moves; // of tensors in the graph until now: later ones must not change what the call holds
    private bool saves; // whether a use was counted that Unsave must end
    private CallNotes? notes; // what few calls have

    /// <summary>The call's place in a pass.</summary>
    internal PassMark Mark;

    /// <summary>A call of one result that no gradient flows through.</summary>
    internal Call(Op op, ReadOnlySpan<Tensor> x, Tensor y) : this(op, x, y, null, false, Context.Current)
    {
    }

    /// <summary>A call of any number of results.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="x">Its inputs.</param>
    /// <param name="y">Its first result.</param>
    /// <param name="all">All results where there are several, else null.</param>
    /// <param name="tracked">Whether gradients flow through it.</param>
    /// <param name="context">In which context it is made.</param>
    internal Call(Op op, ReadOnlySpan<Tensor> x, Tensor y, Tensor[]? all, bool tracked, in Context context)
    {
        Op = op;
        moves = FormerPlaces.Moves;
        keeps = KeepsOf(op, x, tracked);
        (type, shape) = (y.DType, y.Shape);
        if (all is not null) specs = SpecsOf(all);
        (IsCaptured, IsTracked) = (y.IsSymbolic, tracked);
        count = x.Length;
        if (count > Few.Length) many = new Tensor[count];
        Checkpoint? checkpoint = IsCaptured ? null : context.Checkpoint?.Take(this);
        if (checkpoint is not null) Notes.Checkpoint = checkpoint;
        bool light = IsSmall(y) && all is null;
        int before = 0;
        int version = 0;
        Span<Tensor> inputs = Kept;
        for (int i = 0; i < x.Length; i++)
        {
            Tensor input = x[i];
            before = Math.Max(before, input.Creator?.Depth ?? 0);
            light &= IsSmall(input);
            bool saved = Saves(i, input);
            Tensor kept = (saved && checkpoint is null) || IsCaptured ? input : input.WithoutValues();
            kept.Hold();
            inputs[i] = kept;
            if (IsCaptured) KeepConstant(input);
            if (!saved) continue;
            version += kept.Version;
            if (tracked && checkpoint is null && kept.Block is { } block) Use(block);
        }

        (Depth, versions, IsLight) = (before + 1, version, light);
        if (keeps.AnyResult && checkpoint is null) KeepResults(y, all);
        if (context.DetectsAnomalies) Notes.Origin = CallOrigin.Here();
    }

    /// <summary>The operation.</summary>
    public Op Op { get; }

    /// <summary>The inputs. One whose value the operation does not keep may be symbolic: a shape and its place in the graph.</summary>
    /// <exception cref="GraphException">A backward pass has freed the call.</exception>
    public ReadOnlySpan<Tensor> Inputs
    {
        get
        {
            if (IsFreed) ThrowFreed();
            if (moves != FormerPlaces.Moves) Settle();
            return MemoryMarshal.CreateReadOnlySpan(ref First, count);
        }
    }

    /// <summary>Types and shapes of the results.</summary>
    public Specs Specs => new(Spec, specs);

    /// <summary>Type and shape of the first result.</summary>
    public Spec Spec => new(type, shape);

    /// <summary>The first result; symbolic if the operation does not keep it.</summary>
    public Tensor Output => Result(0);

    /// <summary>Length of the longest chain of calls that leads here, itself included.</summary>
    public int Depth { get; }

    /// <summary>Where in the program the call was made, if it was recorded under anomaly detection.</summary>
    public string? Origin => notes?.Origin;

    /// <summary>Number of results.</summary>
    internal int ResultCount => specs?.Length ?? 1;

    /// <summary>Whether the derivative reads a result.</summary>
    internal bool KeepsResult => keeps.AnyResult;

    /// <summary>Number of inputs, also of a call that was freed.</summary>
    internal int InputCount => count;

    /// <summary>Whether a result asked to have its gradient kept, or somebody asked to see it.</summary>
    internal bool IsWatched => notes?.Watched is not null;

    /// <summary>The memory that the results would take, if the call is captured under a memory estimate.</summary>
    internal IMemoryBlock?[]? Blocks
    {
        get => notes?.Blocks;
        set
        {
            if (value is not null || notes is not null) Notes.Blocks = value;
        }
    }

    /// <summary>
    /// Whether there is one result, and nothing is near the size from which memory is used again: nor then is what a rule takes.
    /// </summary>
    internal bool IsLight { get; }

    /// <summary>Whether the call is part of a capture, and is run again later.</summary>
    internal bool IsCaptured { get; }

    /// <summary>Whether gradients flow through the call.</summary>
    internal bool IsTracked { get; }

    /// <summary>Whether a backward pass has dropped what the call had saved.</summary>
    internal bool IsFreed { get; private set; }

    /// <summary>Whether a backward pass that retains no graph has been here, be there something to free or not.</summary>
    internal bool IsPassed { get; private set; }

    /// <summary>An input by its number.</summary>
    /// <param name="input">Number of the input, from 0.</param>
    /// <returns>The tensor.</returns>
    public Tensor this[int input] => Inputs[input];

    /// <summary>A result by its number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The result; symbolic if the operation does not keep it.</returns>
    public Tensor Result(int number)
    {
        if (moves != FormerPlaces.Moves && !IsFreed) Settle();
        return (outputs is null ? number == 0 ? output : null : outputs[number]) ?? Tensor.Placeholder(Specs[number], this, number);
    }

    /// <summary>Types and shapes of the inputs.</summary>
    internal Spec[] InputSpecs() => SpecsOf(Inputs);

    /// <summary>All results, as <see cref="Result"/> gives them.</summary>
    internal Tensor[] AllResults()
    {
        var all = new Tensor[Specs.Count];
        for (int i = 0; i < all.Length; i++) all[i] = Result(i);
        return all;
    }

    /// <summary>Who watches the gradient of a result; null for most.</summary>
    internal GradientWatch? WatchOf(int result) => notes?.Watched?[result];

    /// <summary>The same, made if there is none.</summary>
    internal GradientWatch Watch(int result)
    {
        GradientWatch?[] all = Notes.Watched ??= new GradientWatch?[Specs.Count];
        return all[result] ??= new GradientWatch();
    }

    /// <summary>
    /// Makes ready what the derivative reads: computes it again if it was not kept, and fails if something was changed in
    /// place after the call.
    /// </summary>
    internal void Open()
    {
        if (notes is { Checkpoint: { } checkpoint }) checkpoint.Restore();
        CheckVersions();
    }

    /// <summary>Takes what was not kept from the same call, made again.</summary>
    internal void Restore(Call again)
    {
        Notes.Checkpoint = null;
        if (IsFreed || again.IsFreed) return;
        CheckVersions();
        again.CheckVersions();
        versions = 0;
        Span<Tensor> inputs = Kept;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!Saves(i, inputs[i])) continue;
            if (inputs[i].IsSymbolic) inputs[i] = inputs[i].WithValues(again[i]);
            versions += inputs[i].Version;
        }

        if (!keeps.AnyResult) return;
        Tensor[] results = AllResults();
        for (int i = 0; i < results.Length; i++)
            if (keeps.HasResult(i)) results[i] = results[i].WithValues(again.Result(i));
        KeepResults(results[0], results.Length > 1 ? results : null);
    }

    /// <summary>Before memory changes that inputs of this captured call have as a constant: the call keeps a copy.</summary>
    internal void Preserve(Storage memory)
    {
        Span<Tensor> inputs = Kept;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!ReferenceEquals(inputs[i].Storage, memory)) continue;
            Tensor copy = Tensor.Allocate(inputs[i].Spec);
            copy.Overwrite(inputs[i]);
            inputs[i] = inputs[i].WithValues(copy);
            KeepConstant(copy);
        }
    }

    /// <summary>Drops what was saved. A call that saved nothing stays usable, as in PyTorch, and so does a captured one.</summary>
    internal void Free()
    {
        Unsave();
        IsPassed = !IsCaptured;
        if (notes is not null) notes.Checkpoint = null;
        if (IsCaptured || !SavesAny()) return;
        IsFreed = true;
        if (many is null) few = default;
        else Array.Clear(many);
        (output, outputs) = (null, null);
    }

    /// <summary>Tells the memory of the results that are kept, as that of the inputs, that it is needed until the call is freed.</summary>
    internal void SaveResults()
    {
        if (notes is { Checkpoint: not null }) return;
        for (int i = 0; i < ResultCount; i++)
            if (keeps.HasResult(i) && BlockOf(i) is { } block) Use(block);
    }

    /// <summary>Adds a hook to those that see the gradient of a result.</summary>
    internal IDisposable AddHook(int result, Func<Tensor, Tensor?> hook) => (Watch(result).Hooks ??= new()).Add(hook);

    /// <summary>The tensors whose values the call holds for its derivative.</summary>
    internal IEnumerable<Tensor> Saved()
    {
        if (IsFreed) yield break;
        for (int i = 0; i < count; i++)
            if (Saves(i, this[i]) && !this[i].IsSymbolic) yield return this[i];
        foreach (Tensor? result in outputs ?? [output])
            if (result is { IsSymbolic: false }) yield return result;
    }

    internal GraphException Freed() => new(
        $"{Op.Name}: the graph was freed by an earlier backward pass. Pass retainGraph: true to that one, or run the forward pass again.");

    /// <summary>The call with the shapes of its inputs: <c>MatMul([2, 3], [3, 4])</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Op.Name}({(IsFreed ? "freed" : string.Join(", ", Inputs.ToArray().Select(x => x.Shape.ToString())))})";

    /// <summary>The inputs, as long as the call is not freed.</summary>
    private Span<Tensor> Kept => MemoryMarshal.CreateSpan(ref First, count);

    private ref Tensor First => ref many is null ? ref Unsafe.As<Few, Tensor>(ref few) : ref MemoryMarshal.GetArrayDataReference(many);

    [DoesNotReturn]
    private void ThrowFreed() => throw Freed();

    private CallNotes Notes => notes ??= new CallNotes();

    private static bool IsSmall(Tensor x) => x.Numel < Storage.ReusedThreshold / sizeof(double);

    private static Spec[] SpecsOf(ReadOnlySpan<Tensor> x)
    {
        var specs = new Spec[x.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = x[i].Spec;
        return specs;
    }

    /// <summary>A captured graph is run again later, so it keeps its constants, and their memory is not released.</summary>
    private static void KeepConstant(Tensor input)
    {
        if (input.Storage is not { } memory) return;
        memory.IsConstant = true;
        if (memory.Block is { } constant) constant.Uses++;
    }

    private void KeepResults(Tensor y, Tensor[]? all)
    {
        if (all is null)
        {
            output = y;
            versions += y.Version;
            return;
        }

        outputs = new Tensor?[all.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (!keeps.HasResult(i)) continue;
            outputs[i] = all[i];
            versions += all[i].Version;
        }
    }

    private void Use(IMemoryBlock block)
    {
        block.Uses++;
        saves = true;
    }

    private void CheckVersions()
    {
        int now = output?.Version ?? 0;
        foreach (Tensor? result in outputs ?? []) now += result?.Version ?? 0;
        ReadOnlySpan<Tensor> inputs = Inputs;
        for (int i = 0; i < inputs.Length; i++)
            if (Saves(i, inputs[i])) now += inputs[i].Version;
        if (now != versions) ThrowChanged();
    }

    /// <summary>Exchanges what the call holds and changes in place have moved in the graph: edges are those of the call's time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Settle()
    {
        int now = FormerPlaces.Moves;
        Span<Tensor> inputs = Kept;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].At(moves) is not { } held) ThrowChanged();
            else if (!ReferenceEquals(held, inputs[i])) inputs[i] = held;
        }

        output = output?.AsResultOf(this, 0);
        for (int i = 0; i < outputs?.Length; i++) outputs[i] = outputs[i]?.AsResultOf(this, i);
        moves = now;
    }

    /// <summary>What the derivative reads: of several inputs, perhaps not all want one.</summary>
    private static Keep KeepsOf(Op op, ReadOnlySpan<Tensor> x, bool tracked)
    {
        if (!tracked || x.Length < 2) return op.Keeps;
        uint wanted = 0;
        for (int i = 0; i < x.Length; i++)
            if (x[i].RequiresGrad) wanted |= 1u << Math.Min(i, 31);
        return op.KeepsFor(wanted);
    }

    [DoesNotReturn]
    private void ThrowChanged() => throw new GraphException(
        $"{Op.Name}({string.Join(", ", Kept.ToArray().Select(x => x.Shape.ToString()))}): a tensor that its derivative needs was changed "
        + "in place after the call. Change a Clone() instead, or use the operation that returns a new tensor.");

    private void Unsave()
    {
        if (!saves) return;
        saves = false;
        ReadOnlySpan<Tensor> inputs = Kept;
        for (int i = 0; i < inputs.Length; i++)
            if (Saves(i, inputs[i])) inputs[i].Block?.EndUse();
        for (int i = 0; keeps.AnyResult && i < ResultCount; i++)
            if (keeps.HasResult(i)) BlockOf(i)?.EndUse();
    }

    private IMemoryBlock? BlockOf(int result) => IsCaptured ? Blocks?[result] : (outputs is null ? output : outputs[result])?.Block;

    private bool SavesAny()
    {
        if (!keeps.IsNothing) return true;
        foreach (Tensor input in Kept)
            if (!input.DType.IsFloatingPoint()) return true;
        return false;
    }

    /// <summary>
    /// Whether the derivative reads the input's values. It always may read indices and masks: attributes in all but name.
    /// </summary>
    private bool Saves(int input, Tensor x) => keeps.HasInput(input) || !x.DType.IsFloatingPoint();

    /// <summary>One or two inputs, as most calls have, within the call.</summary>
    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 2;

        private Tensor first;
    }
}
