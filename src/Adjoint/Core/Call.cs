using System.Runtime.CompilerServices;
using Adjoint.Autograd;
using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>
/// One application of an operation: node of the tape, of a captured graph, and row of a derivation.
/// </summary>
public sealed class Call
{
    private readonly int count;
    private readonly Shape shape;
    private readonly DType type;
    private readonly Keep keeps; // asked for again and again
    private readonly Tensor[]? many; // more inputs than two
    private Few few;
    private Tensor? output;
    private int versions;
    private bool saves; // and so has told the memory of what it saved
    private CallNotes? notes; // what few calls have

    /// <summary>The call's place in a pass.</summary>
    internal PassMark Mark;

    internal Call(Op op, ReadOnlySpan<Tensor> x, Tensor y) : this(op, x, y, y.IsSymbolic)
    {
    }

    /// <summary>A call that is part of a capture, or one of the tape's, whose result may still be symbolic if it was never stored.</summary>
    internal Call(Op op, ReadOnlySpan<Tensor> x, Tensor y, bool isCaptured)
    {
        Op = op;
        keeps = op.Keeps;
        (type, shape) = (y.DType, y.Shape);
        IsCaptured = isCaptured;
        count = x.Length;
        if (count > Few.Length) many = new Tensor[count];
        CheckpointSegment? segment = CheckpointSegment.IsUsed && !IsCaptured ? CheckpointSegment.Take(this) : null;
        if (segment is not null) Notes.CheckpointSegment = segment;
        Span<Tensor> inputs = Kept;
        for (int i = 0; i < x.Length; i++)
        {
            Tensor input = x[i];
            Depth = Math.Max(Depth, (input.Creator?.Depth ?? 0) + 1);
            bool saved = Saves(input);
            inputs[i] = (saved && segment is null) || IsCaptured ? input : input.WithoutValues();
            // A captured graph is run again later, so it keeps its constants, and nobody may give their memory up.
            if (IsCaptured && input.Storage?.Block is { } constant) constant.Holders++;
            if (saved) versions += inputs[i].Version;
        }

        if ((keeps & Keep.Output) != 0 && segment is null)
        {
            output = y;
            versions += y.Version;
        }

        if (GradMode.DetectsAnomalies) Notes.Origin = Anomaly.Here();
    }

    /// <summary>The operation.</summary>
    public Op Op { get; }

    /// <summary>
    /// The inputs. One whose value the operation does not keep may be symbolic: a shape and its place in the graph.
    /// </summary>
    /// <exception cref="GraphException">A backward pass has freed the call.</exception>
    public ReadOnlySpan<Tensor> Inputs => IsFreed ? throw Freed() : Kept;

    /// <summary>The result; symbolic if the operation does not keep it.</summary>
    public Tensor Output => output ?? Tensor.Ghost(Spec, this);

    /// <summary>Type and shape of the result.</summary>
    public Spec Spec => new(type, shape);

    /// <summary>Length of the longest chain of calls that leads here, itself included.</summary>
    public int Depth { get; }

    /// <summary>Where in the program the call was made, if it was recorded under anomaly detection.</summary>
    public string? Origin => notes?.Origin;

    /// <summary>The tensor that asked to have its gradient kept, though it is no leaf.</summary>
    internal Tensor? Retained
    {
        get => notes?.Retained;
        set
        {
            if (value is not null || notes is not null) Notes.Retained = value;
        }
    }

    /// <summary>What wants to see the gradient of the result, in this order; none in most calls.</summary>
    internal Hooks<Func<Tensor, Tensor?>>? Hooks => notes?.Hooks;

    /// <summary>The memory that the result would take, if the call is captured by somebody who asks for that.</summary>
    internal IMemoryBlock? Block
    {
        get => notes?.Block;
        set
        {
            if (value is not null || notes is not null) Notes.Block = value;
        }
    }

    /// <summary>Whether the call is part of a capture, and is run again later.</summary>
    internal bool IsCaptured { get; }

    /// <summary>Whether a backward pass has dropped what the call had saved.</summary>
    internal bool IsFreed { get; private set; }

    /// <summary>An input by its number.</summary>
    public Tensor this[int input] => Inputs[input];

    /// <summary>
    /// Makes ready what the derivative reads: computes it again if it was not kept, and fails if something was changed in
    /// place after the call.
    /// </summary>
    internal void Open()
    {
        if (notes is { CheckpointSegment: { } segment }) segment.Restore();
        CheckVersions();
    }

    /// <summary>Takes what was not kept from the same call, made again.</summary>
    internal void Restore(Call again)
    {
        Notes.CheckpointSegment = null;
        if (IsFreed || again.IsFreed) return;
        CheckVersions();
        again.CheckVersions();
        versions = 0;
        Span<Tensor> inputs = Kept;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!Saves(inputs[i])) continue;
            if (inputs[i].IsSymbolic) inputs[i] = inputs[i].WithValues(again[i]);
            versions += inputs[i].Version;
        }

        if ((keeps & Keep.Output) == 0) return;
        output = Tensor.Ghost(Spec, this).WithValues(again.Output);
        versions += output.Version;
    }

    private void CheckVersions()
    {
        int now = output?.Version ?? 0;
        foreach (Tensor input in Inputs)
            if (Saves(input)) now += input.Version;
        if (now != versions)
            throw new GraphException(
                $"{this}: a tensor that its derivative needs was changed in place after the call. Change a Clone() instead, or use the operation that returns a new tensor.");
    }

    /// <summary>Drops what was saved. A call that saved nothing stays usable, as in PyTorch, and so does a captured one.</summary>
    internal void Free()
    {
        Unsave();
        if (notes is not null) notes.CheckpointSegment = null;
        if (keeps == Keep.Shapes || IsCaptured) return;
        IsFreed = true;
        Kept.Clear();
        output = null;
    }

    /// <summary>Tells the memory of what the call saves that it is needed until the call is freed.</summary>
    internal void Save(Tensor y)
    {
        if (notes is { CheckpointSegment: not null }) return;
        foreach (Tensor input in Kept)
        {
            if (Saves(input) && input.Block is { } block)
            {
                block.Savers++;
                saves = true;
            }
        }

        if ((keeps & Keep.Output) != 0 && y.Block is { } own)
        {
            own.Savers++;
            saves = true;
        }
    }

    private void Unsave()
    {
        if (!saves) return;
        saves = false;
        foreach (Tensor input in Kept)
            if (Saves(input)) input.Block?.Unsave();
        if ((keeps & Keep.Output) != 0) (IsCaptured ? Block : output?.Block)?.Unsave();
    }

    /// <summary>Adds a hook to those that see the gradient of the result.</summary>
    internal IDisposable AddHook(Func<Tensor, Tensor?> hook) => (Notes.Hooks ??= new()).Add(hook);

    /// <summary>The tensors whose values the call holds for its derivative.</summary>
    internal IEnumerable<Tensor> Saved()
    {
        if (IsFreed) yield break;
        for (int i = 0; i < count; i++)
            if (Saves(this[i]) && !this[i].IsSymbolic) yield return this[i];
        if (output is { IsSymbolic: false }) yield return output;
    }

    /// <summary>The inputs, as long as the call is not freed.</summary>
    private Span<Tensor> Kept => many ?? ((Span<Tensor>)few)[..count];

    private CallNotes Notes => notes ??= new CallNotes();

    internal GraphException Freed() => new(
        $"{Op.Name}: the graph was freed by an earlier backward pass. Pass retainGraph: true to that one, or run the forward pass again.");

    /// <summary>Whether the derivative reads the input's values. It always may read indices and masks: attributes in all but name.</summary>
    private bool Saves(Tensor input) => (keeps & Keep.Inputs) != 0 || !input.DType.IsFloatingPoint();

    /// <summary>The call with the shapes of its inputs: <c>MatMul([2, 3], [3, 4])</c>.</summary>
    public override string ToString() =>
        $"{Op.Name}({(IsFreed ? "freed" : string.Join(", ", Inputs.ToArray().Select(x => x.Shape.ToString())))})";

    /// <summary>One or two inputs, as most calls have, within the call.</summary>
    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 2;

        private Tensor first;
    }
}
